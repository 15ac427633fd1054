// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.rttester;

import java.util.List;
import java.util.stream.Collectors;
import org.preemptsim.experiment.scenario.Diagnostic;

/** A script that cannot be used; says all that is wrong with it, each with its place. */
public final class InvalidScriptException extends Exception {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // An immutable list of records of strings; never serialized.
    private final List<Diagnostic> diagnostics;

    InvalidScriptException(List<Diagnostic> diagnostics) {
        super(diagnostics.stream().map(Diagnostic::render).collect(Collectors.joining("\n")));
        this.diagnostics = List.copyOf(diagnostics);
    }

    public List<Diagnostic> diagnostics() {
        return diagnostics;
    }
}
