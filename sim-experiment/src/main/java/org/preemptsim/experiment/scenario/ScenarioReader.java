// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.scenario;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.preemptsim.models.spec.KernelSpec;
import org.preemptsim.models.spec.MachineSpec;
import org.preemptsim.models.spec.WorkloadSpec;

/**
 * Reads scenarios: text to an immutable {@link Scenario}, or all that is wrong with it at once.
 *
 * <p>Bad input never throws; it gives diagnostics. The limits below make reading cheap whatever the input.
 */
public final class ScenarioReader {
    /** The most bytes of one file. */
    public static final int MAX_FILE_BYTES = 1 << 20;

    /** The most YAML aliases in one file. */
    public static final int MAX_ALIASES = 50;

    /** The deepest nesting of mappings and lists. */
    public static final int MAX_DEPTH = 64;

    /** The deepest nesting of includes. */
    public static final int MAX_INCLUDE_DEPTH = 16;

    /** The most steps of one program, aliases written out. */
    public static final int MAX_PROGRAM_STEPS = ProgramReader.MAX_STEPS;

    /** The most variants of one scenario. */
    public static final int MAX_VARIANTS = 50;

    private static final long DEFAULT_DURATION_NS = 60_000_000_000L;

    private final Diagnostics diagnostics;
    private final FileLoader loader;

    private ScenarioReader(IncludeResolver includes) {
        this.diagnostics = new Diagnostics();
        this.loader = new FileLoader(includes, diagnostics);
    }

    /** Reads a file and those it names. A file that cannot be read is a diagnostic, too. */
    public static ReadResult read(Path file) {
        ScenarioReader reader = new ScenarioReader(IncludeResolver.ofFiles());
        try {
            return reader.read(file.toString(), ScenarioFile.read(file));
        } catch (ScenarioFile.TooLargeException e) {
            return reader.unreadable(file, DiagnosticCode.FILE_TOO_LARGE, "the file is larger than 1 MiB");
        } catch (IOException e) {
            return reader.unreadable(file, DiagnosticCode.FILE_UNREADABLE, "cannot read the file: " + e.getMessage());
        }
    }

    /**
     * Reads a text, as an editor or a test has it.
     *
     * @param fileName its name in diagnostics and for what it includes
     */
    public static ReadResult readText(String fileName, String text, IncludeResolver includes) {
        return new ScenarioReader(includes).read(fileName, text);
    }

    private ReadResult unreadable(Path file, DiagnosticCode code, String message) {
        diagnostics.error(new SourceText(file.toString(), "").mark(1, 1), code, message, "", "");
        return new ReadResult(null, diagnostics.sorted());
    }

    private ReadResult read(String fileName, String text) {
        MapNode root = loader.scenario(fileName, text);
        Scenario scenario = root == null ? null : scenario(root);
        return new ReadResult(diagnostics.failed() ? null : scenario, diagnostics.sorted());
    }

    private Scenario scenario(MapNode root) {
        Fields f = new Fields(root);
        List<Variant> variants = new ArrayList<>();
        if (f.node("variants") instanceof MapNode named && !named.entries().isEmpty()) {
            for (MapNode.Entry e :
                    named.entries().subList(0, Math.min(named.entries().size(), MAX_VARIANTS))) {
                variants.add(variant(e.name(), overridden(root, e)));
            }
        } else {
            variants.add(variant("", withProfiles(root, root)));
        }
        String name = f.text("name", "");
        return new Scenario(
                name,
                f.text("title", name),
                f.text("about", "").strip(),
                f.number("seed", 0, Long.MAX_VALUE, 1),
                f.integer("worst", 0, 1_000, 20),
                variants);
    }

    /**
     * The tree of a variant. Paths may lead into profiles, and may change which profile it is, so the overrides are
     * applied twice: first to learn which profiles hold, then to what these profiles give.
     */
    private MapNode overridden(MapNode root, MapNode.Entry variant) {
        if (!(variant.value() instanceof MapNode overrides)) {
            return withProfiles(root, root);
        }
        String where = "variant " + Units.cut(variant.name());
        MapNode chosen = new Overrides(where, null).apply(root, overrides);
        MapNode complete = withProfiles(root, chosen);
        return new Overrides(where, diagnostics).apply(complete, overrides);
    }

    /** {@code base} with the profiles that {@code chosen} names laid under it. */
    private MapNode withProfiles(MapNode base, MapNode chosen) {
        MapNode result = replaced(base, "machine", machine(base.get("machine"), chosen.get("machine")));
        if (base.get("workload") instanceof MapNode workload) {
            Node chosenStress = chosen.get("workload") instanceof MapNode w ? w.get("stress") : null;
            Node stress = stress(workload.get("stress"), chosenStress);
            result = replaced(result, "workload", replaced(workload, "stress", stress));
        }
        return result;
    }

    private @Nullable Node machine(@Nullable Node base, @Nullable Node chosen) {
        return profiled(base, chosen, "machine", Language.MACHINE);
    }

    private @Nullable Node stress(@Nullable Node base, @Nullable Node chosen) {
        if (!(base instanceof SeqNode list)) {
            return profiled(base, chosen, "stress", Language.STRESS);
        }
        List<Node> items = new ArrayList<>();
        for (int i = 0; i < list.items().size(); i++) {
            Node item = list.items().get(i);
            boolean same = chosen instanceof SeqNode c
                    && c.items().size() == list.items().size();
            Node chosenItem = same && chosen instanceof SeqNode c ? c.items().get(i) : item;
            Node merged = profiled(item, chosenItem, "stress", Language.STRESS);
            items.add(merged == null ? item : merged);
        }
        return new SeqNode(list.at(), items);
    }

    private @Nullable Node profiled(@Nullable Node base, @Nullable Node chosen, String key, Shape shape) {
        if (!(chosen instanceof MapNode m) || !(m.get("profile") instanceof ScalarNode path) || path.isNull()) {
            return base;
        }
        MapNode under = loader.profile(path, key);
        if (under == null) {
            return base;
        }
        MapNode over = base instanceof MapNode b ? b : new MapNode(path.at(), List.of());
        return Merge.over(over, under, shape);
    }

    private static MapNode replaced(MapNode map, String key, @Nullable Node value) {
        if (value == null) {
            return map;
        }
        List<MapNode.Entry> entries = new ArrayList<>();
        for (MapNode.Entry e : map.entries()) {
            entries.add(e.name().equals(key) ? new MapNode.Entry(e.key(), value) : e);
        }
        if (map.get(key) == null) {
            entries.add(new MapNode.Entry(new ScalarNode(value.at(), key, ScalarNode.Style.PLAIN), value));
        }
        return new MapNode(map.at(), entries);
    }

    private Variant variant(String name, MapNode tree) {
        new ShapeCheck(diagnostics, true).check(tree, Language.SCENARIO, "");
        Fields f = new Fields(tree);
        Fields machineFields = f.fieldsOrEmpty("machine");
        Cpus cpus = MachineReader.cpus(machineFields, diagnostics);
        MachineSpec machine = new MachineReader(diagnostics).read(machineFields, cpus);
        KernelSpec kernel = new KernelReader(cpus, diagnostics).read(f.fieldsOrEmpty("kernel"));
        Cpus usable = cpus.without(kernel.sched().isolatedCpus());
        WorkloadSpec workload = workload(f, machine, kernel, usable);
        long durationNs = f.timeNs("duration", DEFAULT_DURATION_NS);
        return new Variant(name, machine, kernel, workload, durationNs, SpecHash.of(machine, kernel, workload));
    }

    private WorkloadSpec workload(Fields f, MachineSpec machine, KernelSpec kernel, Cpus cpus) {
        Fields workload = f.fields("workload");
        if (workload == null) {
            // Reported as missing or as no mapping already.
            return new WorkloadSpec(List.of(), List.of(), List.of(), List.of(), List.of());
        }
        return new WorkloadReader(machine, kernel, cpus, diagnostics).read(workload);
    }
}
