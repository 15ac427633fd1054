// SPDX-License-Identifier: Apache-2.0
/**
 * Pictures as data, and their two painters.
 *
 * <p>A {@link org.preemptsim.report.picture.Scene} is a list of a few kinds of shapes in semantic colours
 * ({@link org.preemptsim.report.picture.Ink}). {@link org.preemptsim.report.picture.Svg} writes it as SVG that follows
 * the reader's light or dark setting; {@link org.preemptsim.report.picture.Png} paints it in light colours. Both give
 * the same bytes for the same scene on any JDK and machine: nothing is asked of installed fonts, of AWT's rasteriser
 * or of the zlib a JDK happens to be linked to. Why own code does this is in docs/adr/0004-pictures.md.
 */
@NullMarked
package org.preemptsim.report.picture;

import org.jspecify.annotations.NullMarked;
