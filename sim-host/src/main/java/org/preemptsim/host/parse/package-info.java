// SPDX-License-Identifier: Apache-2.0
/**
 * Readers of what cyclictest prints.
 *
 * <p>Two readers give one form, {@link org.preemptsim.host.parse.CyclictestOutput}:
 * {@link org.preemptsim.host.parse.CyclictestJson} for {@code --json} files and
 * {@link org.preemptsim.host.parse.CyclictestText} for everything on standard output ({@code -h}, {@code -H},
 * {@code -v}, the quiet summary and the live display), from version 0.x to 2.x. Text that is not of the form is an
 * error with file and line, never a half-read result.
 */
@NullMarked
package org.preemptsim.host.parse;

import org.jspecify.annotations.NullMarked;
