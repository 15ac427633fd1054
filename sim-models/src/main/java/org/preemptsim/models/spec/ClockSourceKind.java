// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.spec;

/** The clock sources of rule K8.11 with their usual frequency and read cost. */
public enum ClockSourceKind {
    /** Time stamp counter, read in user space through the vDSO. */
    TSC("tsc", 300, 2_000_000_000L, 57, true),
    /** High precision event timer, a memory-mapped read in a system call. */
    HPET("hpet", 250, 14_318_180L, 1_230, false),
    /** ACPI power management timer, a port read in a system call. */
    ACPI_PM("acpi_pm", 200, 3_579_545L, 2_550, false);

    private final String key;
    private final int rating;
    private final long frequencyHz;
    private final long readCostNs;
    private final boolean vdso;

    ClockSourceKind(String key, int rating, long frequencyHz, long readCostNs, boolean vdso) {
        this.key = key;
        this.rating = rating;
        this.frequencyHz = frequencyHz;
        this.readCostNs = readCostNs;
        this.vdso = vdso;
    }

    /** Its name as in {@code current_clocksource}. */
    public String key() {
        return key;
    }

    /** The kernel's rating: the best available one is chosen at boot. */
    public int rating() {
        return rating;
    }

    public long frequencyHz() {
        return frequencyHz;
    }

    /** Default cost of one clock_gettime in nanoseconds. */
    public long readCostNs() {
        return readCostNs;
    }

    /** Whether user space reads it without entering the kernel. */
    public boolean vdso() {
        return vdso;
    }
}
