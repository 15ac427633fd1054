// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.engine;

/** Where full blocks of a trace go. */
public interface TraceSink {
    /**
     * Takes the records; the array is reused after the call.
     *
     * @param words {@link Trace#WORDS} longs per record
     * @param records how many of them are valid, oldest first
     */
    void accept(long[] words, int records);
}
