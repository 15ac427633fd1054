// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.engine;

/** Who is told that a source's event is due. */
public interface EventSink {
    /**
     * The event of {@code slot} is due. The slot counts as idle from here on; it may be scheduled again at once.
     *
     * @param nowNs the simulation's time
     */
    void fire(int slot, long nowNs);
}
