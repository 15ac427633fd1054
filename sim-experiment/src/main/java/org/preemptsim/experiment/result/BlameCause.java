// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.result;

/** Why a woken or due task is not running yet, in the words of rtla and of the ECRTS 2020 latency bound. */
public enum BlameCause {
    TIMER_HARDWARE("timer hardware", "the clock event came later than programmed"),
    IDLE_EXIT("idle exit", "the CPU had to leave an idle state"),
    IRQS_OFF("interrupts off", "a section with interrupts disabled held the timer interrupt back (POID)"),
    IRQ_ENTRY("irq entry and exit", "interrupt entry, exit and return"),
    OTHER_IRQ("other interrupt", "another interrupt's handler ran"),
    TIMER_HANDLER("timer handler", "the timer interrupt's own work"),
    OTHER_TIMER("other timer", "another timer's callback ran in the same interrupt, such as the tick"),
    WAKEUP("wakeup", "the wakeup itself"),
    SOFTIRQ("softirq", "softirqs ran before the task could"),
    PREEMPT_OFF("preemption off", "a task held preemption off (POID)"),
    NO_CHECK_POINT("no check point", "kernel code ran that this preemption model cannot preempt"),
    HIGHER_PRIORITY("higher priority", "a task of equal or higher priority ran"),
    LOCK_OWNER("lock owner", "the task waited for a lock"),
    IPI("ipi", "an inter-processor interrupt was under way"),
    SCHEDULE("schedule and switch", "the scheduler chose and switched (PSD)"),
    RETURN_TO_USER("return to user", "kernel exit, cold caches and the clock read"),
    SMI("smi", "system management mode had the CPU"),
    NMI("nmi", "a non-maskable interrupt had the CPU");

    private final String label;
    private final String meaning;

    BlameCause(String label, String meaning) {
        this.label = label;
        this.meaning = meaning;
    }

    /** Two or three words for tables. */
    public String label() {
        return label;
    }

    /** One sentence for people. */
    public String meaning() {
        return meaning;
    }
}
