// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host.calibrate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A fit and how it came about.
 *
 * @param parameters what was fitted
 * @param split where each constant cost comes from
 * @param idleTail the idle tail's family; empty if there are too few late samples
 * @param steps the corrections, in order
 * @param provenance what was measured, when and on what, one line each
 * @param notes what a reader must know, one line each
 */
public record FittedProfile(
        FitParameters parameters,
        PathSplit split,
        Optional<TailFit> idleTail,
        List<Step> steps,
        List<String> provenance,
        List<String> notes) {
    public FittedProfile {
        steps = List.copyOf(steps);
        provenance = List.copyOf(provenance);
        notes = List.copyOf(notes);
    }

    /**
     * One simulation of the corrections.
     *
     * @param number from 0
     * @param idleKs distance of the idle simulation to the half that is fitted
     * @param loadedKs the same under load; NaN without a load
     * @param sectionScale factor on the load's kernel sections
     * @param misfit what is made small: both distances and a tenth of the tails' relative errors
     */
    public record Step(int number, double idleKs, double loadedKs, double sectionScale, double misfit) {}

    /**
     * The profile file.
     *
     * @param name its name
     * @param stress the load's scaled profile part, see {@link SectionScaling#scaleStressProfile}; null = none
     */
    public String yaml(String name, @Nullable String stress) {
        List<String> lines = new ArrayList<>(provenance);
        lines.addAll(notes);
        idleTail.ifPresent(t -> {
            lines.add("Idle tail: " + t.summary());
            t.rivals().forEach(r -> lines.add("  candidate " + r));
        });
        split.origin().forEach(o -> lines.add("Cost " + o));
        lines.add(String.format(
                Locale.ROOT,
                "Kernel sections of the load are %.3f times as long as its profile says.",
                parameters.sectionScale()));
        steps.forEach(s -> lines.add(String.format(
                Locale.ROOT,
                "Correction %d: KS idle %.4f, KS loaded %.4f, section scale %.3f",
                s.number,
                s.idleKs,
                s.loadedKs,
                s.sectionScale)));
        return ProfileText.write(
                name,
                "Fitted to cyclictest on one host by preemptsim host calibrate",
                lines,
                parameters.machine(),
                stress);
    }
}
