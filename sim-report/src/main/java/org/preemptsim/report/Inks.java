// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.report;

import org.preemptsim.experiment.result.BlameCause;
import org.preemptsim.report.picture.Ink;

/** Which ink stands for what, the same in every picture. */
final class Inks {
    private Inks() {}

    static Ink of(BlameCause cause) {
        return switch (cause) {
            case TIMER_HARDWARE -> Ink.GREY;
            case IDLE_EXIT -> Ink.PALE_GREY;
            case IRQS_OFF -> Ink.RED;
            case IRQ_ENTRY -> Ink.SKY;
            case OTHER_IRQ -> Ink.BLUE;
            case TIMER_HANDLER -> Ink.TEAL;
            case OTHER_TIMER -> Ink.DEEP_TEAL;
            case WAKEUP -> Ink.PALE_GREEN;
            case SOFTIRQ -> Ink.AMBER;
            case PREEMPT_OFF -> Ink.BROWN;
            case NO_CHECK_POINT -> Ink.VERMILLION;
            case HIGHER_PRIORITY -> Ink.PURPLE;
            case LOCK_OWNER -> Ink.PINK;
            case IPI -> Ink.NAVY;
            case SCHEDULE -> Ink.GREEN;
            case RETURN_TO_USER -> Ink.OLIVE;
            case SMI -> Ink.BLACK;
            case NMI -> Ink.SERIES_7;
        };
    }

    /** The ink of a CPU context by its name; unknown ones take a series' by their place. */
    static Ink ofContext(String context, int place) {
        return switch (context) {
            case "user" -> Ink.BLUE;
            case "kernel" -> Ink.VERMILLION;
            case "irq threads" -> Ink.PURPLE;
            case "softirq" -> Ink.AMBER;
            case "hardirq" -> Ink.RED;
            case "scheduler" -> Ink.GREEN;
            case "spin" -> Ink.PINK;
            case "idle" -> Ink.PALE_GREY;
            case "nmi and smi" -> Ink.BLACK;
            default -> Ink.series(place + 2);
        };
    }
}
