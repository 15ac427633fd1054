// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.scenario;

/**
 * What is wrong with a value, without its place.
 *
 * @param offset the character of the value's text it begins at
 */
record Problem(DiagnosticCode code, String message, String why, String fix, int offset) {
    Problem(DiagnosticCode code, String message, String why, String fix) {
        this(code, message, why, fix, 0);
    }
}
