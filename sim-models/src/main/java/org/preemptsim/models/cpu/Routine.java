// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.cpu;

/**
 * A code path as a resumable state machine: stateless itself, its state is the program counter and the two registers of a
 * frame.
 *
 * <p>A step changes facts in no time. It first sets where the frame resumes ({@link Activation#pc(int)}), then does at most
 * one of: spend time ({@link Cpu#spend}), call another routine ({@link Activation#call}; of several called in one step the last runs first), return ({@link Activation#ret}).
 * If it does none, it is stepped again at its new program counter at once.
 */
public interface Routine {
    /**
     * Executes the top frame of {@code stack}, which belongs to this routine.
     *
     * @param cpu the CPU that executes; its time is {@link Cpu#nowNs()}
     */
    void step(Cpu cpu, Activation stack);
}
