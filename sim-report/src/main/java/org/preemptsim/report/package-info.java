// SPDX-License-Identifier: Apache-2.0
/**
 * What people and other tools get to see of a result: the last of the five hops, from {@link
 * org.preemptsim.experiment.result.RunResult} to text, pictures and a page.
 *
 * <ul>
 *   <li>{@link org.preemptsim.report.TerminalTable}: a comparison on a terminal;
 *   <li>{@link org.preemptsim.report.Explanation}: why the worst samples were late, in plain words;
 *   <li>{@link org.preemptsim.report.CyclictestText}, {@link org.preemptsim.report.CyclictestJson}: what cyclictest would
 *       have printed;
 *   <li>{@link org.preemptsim.report.HistogramPlot}: the distributions over each other, as SVG and PNG;
 *   <li>{@link org.preemptsim.report.HtmlReport}: all of it as one page that loads nothing;
 *   <li>{@link org.preemptsim.report.ResultDirectory}: all of it as files.
 * </ul>
 *
 * <p>Three things hold for everything here. Equal results are equal bytes, on any JDK, locale and machine. Foreign text
 * (names, commands, facts of a host) stays text, on terminals and in markup. No figure is shown that the samples do not
 * carry: a quantile with too few samples beyond it is marked, one among uncounted overflows is a bound, and a run that
 * was cut short says so first.
 */
@NullMarked
package org.preemptsim.report;

import org.jspecify.annotations.NullMarked;
