// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host.measure;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The options of cyclictest over all versions known, with their short and long names and whether they take a value. */
enum CyclictestOption {
    AFFINITY('a', "affinity", Value.OPTIONAL),
    ALIGNED('A', "aligned", Value.REQUIRED),
    BREAKTRACE('b', "breaktrace", Value.REQUIRED),
    PREEMPTIRQS('B', "preemptirqs", Value.NONE),
    CLOCK('c', "clock", Value.REQUIRED),
    CONTEXT('C', "context", Value.NONE),
    DISTANCE('d', "distance", Value.REQUIRED),
    DURATION('D', "duration", Value.REQUIRED),
    LATENCY('e', "latency", Value.REQUIRED),
    EVENT('E', "event", Value.NONE),
    FTRACE('f', "ftrace", Value.NONE),
    FIFO('F', "fifo", Value.REQUIRED),
    HISTOGRAM('h', "histogram", Value.REQUIRED),
    HISTOFALL('H', "histofall", Value.REQUIRED),
    INTERVAL('i', "interval", Value.REQUIRED),
    IRQSOFF('I', "irqsoff", Value.NONE),
    LOOPS('l', "loops", Value.REQUIRED),
    MLOCKALL('m', "mlockall", Value.NONE),
    REFRESH_ON_MAX('M', "refresh_on_max", Value.NONE),
    NANOSLEEP('n', "nanosleep", Value.NONE),
    NSECS('N', "nsecs", Value.NONE),
    OSCOPE('o', "oscope", Value.REQUIRED),
    TRACEOPT('O', "traceopt", Value.REQUIRED),
    PRIORITY('p', "priority", Value.REQUIRED),
    PREEMPTOFF('P', "preemptoff", Value.NONE),
    QUIET('q', "quiet", Value.NONE),
    PRIOSPREAD('Q', "priospread", Value.NONE),
    RELATIVE('r', "relative", Value.NONE),
    RESOLUTION('R', "resolution", Value.NONE),
    SYSTEM('s', "system", Value.NONE),
    SMP('S', "smp", Value.NONE),
    THREADS('t', "threads", Value.OPTIONAL),
    TRACER('T', "tracer", Value.REQUIRED),
    UNBUFFERED('u', "unbuffered", Value.NONE),
    NUMA('U', "numa", Value.NONE),
    VERBOSE('v', "verbose", Value.NONE),
    WAKEUP('w', "wakeup", Value.NONE),
    WAKEUPRT('W', "wakeuprt", Value.NONE),
    POSIX_TIMERS('x', "posix_timers", Value.NONE),
    DBG_CYCLICTEST('X', "dbg_cyclictest", Value.NONE),
    POLICY('y', "policy", Value.REQUIRED),
    DEFAULT_SYSTEM('\0', "default-system", Value.NONE),
    HISTFILE('\0', "histfile", Value.REQUIRED),
    JSON('\0', "json", Value.REQUIRED),
    LAPTOP('\0', "laptop", Value.NONE),
    MAINAFFINITY('\0', "mainaffinity", Value.REQUIRED),
    NOTRACE('\0', "notrace", Value.NONE),
    SECALIGNED('\0', "secaligned", Value.OPTIONAL),
    SMI('\0', "smi", Value.NONE),
    SPIKE('\0', "spike", Value.REQUIRED),
    SPIKE_NODES('\0', "spike-nodes", Value.REQUIRED),
    TRACEMARK('\0', "tracemark", Value.NONE);

    /** Whether an option takes a value. */
    enum Value {
        NONE,
        OPTIONAL,
        REQUIRED
    }

    private final char shortName;
    private final String longName;
    private final Value value;

    CyclictestOption(char shortName, String longName, Value value) {
        this.shortName = shortName;
        this.longName = longName;
        this.value = value;
    }

    char shortName() {
        return shortName;
    }

    String longName() {
        return longName;
    }

    Value value() {
        return value;
    }

    /** As people write it: {@code -n}, or {@code --smi} where there is no letter. */
    String shown() {
        return shortName == '\0' ? "--" + longName : "-" + shortName;
    }

    static @Nullable CyclictestOption ofLetter(char letter) {
        for (CyclictestOption o : values()) {
            if (o.shortName == letter && letter != '\0') {
                return o;
            }
        }
        return null;
    }

    static @Nullable CyclictestOption ofLong(String name) {
        String n = name.toLowerCase(Locale.ROOT).replace('-', '_');
        for (CyclictestOption o : values()) {
            if (o.longName.replace('-', '_').equals(n) || (o == PRIORITY && n.equals("prio"))) {
                return o;
            }
        }
        return null;
    }
}
