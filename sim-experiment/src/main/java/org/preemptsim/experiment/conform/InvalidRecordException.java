// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.conform;

import java.util.List;
import java.util.stream.Collectors;
import org.preemptsim.experiment.scenario.Diagnostic;

/** A record that cannot be used; says all that is wrong with it, each with its place. */
public final class InvalidRecordException extends Exception {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // An immutable list of records of strings; never serialized.
    private final List<Diagnostic> diagnostics;

    InvalidRecordException(List<Diagnostic> diagnostics) {
        super(diagnostics.stream().map(Diagnostic::render).collect(Collectors.joining("\n")));
        this.diagnostics = List.copyOf(diagnostics);
    }

    public List<Diagnostic> diagnostics() {
        return diagnostics;
    }
}
