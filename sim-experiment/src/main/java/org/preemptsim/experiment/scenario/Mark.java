// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.scenario;

/** A place in a file; line and column count from 1, columns in code points. */
record Mark(SourceText source, int line, int column) {

    /** {@code line 4} of this very file or {@code other.yaml:4}, as a message at {@code here} should say it. */
    String seenFrom(Mark here) {
        return here.source().name().equals(source.name()) ? "line " + line : source.name() + ":" + line;
    }

    /** The place of the character at {@code offset} of a scalar's value, the scalar's own place if that is unclear. */
    static Mark inside(ScalarNode scalar, int offset) {
        if (offset <= 0 && scalar.style() != ScalarNode.Style.BLOCK) {
            return scalar.at();
        }
        return ScalarPositions.find(scalar, offset);
    }

    @Override
    public String toString() {
        return source.name() + ":" + line + ":" + column;
    }
}
