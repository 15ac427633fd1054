// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.machine;

import java.util.List;
import org.preemptsim.engine.EventSink;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.irq.IpiController;
import org.preemptsim.models.time.ClockEventDevice;
import org.preemptsim.models.workload.ArrivalSource;
import org.preemptsim.models.workload.BlockDevice;
import org.preemptsim.models.workload.StallSource;

/** The slots of a machine's event sources, and whom each one's event goes to. */
final class EventSources implements EventSink {
    private static final byte STALL = 0;
    private static final byte IPI = 1;
    private static final byte BLOCK = 2;
    private static final byte ARRIVAL = 3;
    private static final byte CLOCK = 4;
    private static final byte CPU = 5;

    private final int firstIpi;
    private final int firstBlock;
    private final int firstArrival;
    private final int firstClock;
    private final int firstCpu;
    private final byte[] kinds;

    private final Cpu[] cpus;
    private final ClockEventDevice[] clocks;
    private final StallSource[] stalls;
    private final BlockDevice[] blocks;
    private final ArrivalSource[] arrivals;
    private IpiController[] ipis = new IpiController[0];

    EventSources(int stallCount, int cpuCount, int blockCount, int arrivalCount) {
        firstIpi = stallCount;
        firstBlock = firstIpi + cpuCount;
        firstArrival = firstBlock + blockCount;
        firstClock = firstArrival + arrivalCount;
        firstCpu = firstClock + cpuCount;
        kinds = new byte[firstCpu + cpuCount];
        for (int slot = 0; slot < kinds.length; slot++) {
            kinds[slot] = kindOf(slot);
        }
        cpus = new Cpu[cpuCount];
        clocks = new ClockEventDevice[cpuCount];
        stalls = new StallSource[stallCount];
        blocks = new BlockDevice[blockCount];
        arrivals = new ArrivalSource[arrivalCount];
    }

    private byte kindOf(int slot) {
        if (slot < firstIpi) {
            return STALL;
        }
        if (slot < firstBlock) {
            return IPI;
        }
        if (slot < firstArrival) {
            return BLOCK;
        }
        if (slot < firstClock) {
            return ARRIVAL;
        }
        return slot < firstCpu ? CLOCK : CPU;
    }

    int count() {
        return kinds.length;
    }

    int stallSlot(int i) {
        return i;
    }

    int ipiSlot() {
        return firstIpi;
    }

    int blockSlot(int i) {
        return firstBlock + i;
    }

    int arrivalSlot(int i) {
        return firstArrival + i;
    }

    int clockSlot(int cpu) {
        return firstClock + cpu;
    }

    int cpuSlot(int cpu) {
        return firstCpu + cpu;
    }

    Cpu[] cpus() {
        return cpus;
    }

    ClockEventDevice[] clocks() {
        return clocks;
    }

    void connect(
            IpiController ipi,
            List<StallSource> stallList,
            List<BlockDevice> blockList,
            List<ArrivalSource> arrivalList) {
        ipis = new IpiController[] {ipi};
        stallList.toArray(stalls);
        blockList.toArray(blocks);
        arrivalList.toArray(arrivals);
    }

    @Override
    public void fire(int slot, long nowNs) {
        switch (kinds[slot]) {
            case CPU -> cpus[slot - firstCpu].segmentEnds();
            case CLOCK -> clocks[slot - firstClock].fires();
            case BLOCK -> blocks[slot - firstBlock].serves();
            case ARRIVAL -> arrivals[slot - firstArrival].arrives();
            case IPI -> ipis[0].arrives(slot);
            default -> stalls[slot].strikes();
        }
    }
}
