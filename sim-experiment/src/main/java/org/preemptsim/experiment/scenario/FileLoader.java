// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.scenario;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.preemptsim.experiment.scenario.Shape.Obj;

/** Reads a scenario's file and the files it names, each at most once. */
final class FileLoader {
    private final IncludeResolver resolver;
    private final Diagnostics diagnostics;
    private final Map<String, @Nullable MapNode> included = new HashMap<>();
    private final Map<String, @Nullable MapNode> profiles = new HashMap<>();
    private final Deque<String> chain = new ArrayDeque<>();

    FileLoader(IncludeResolver resolver, Diagnostics diagnostics) {
        this.resolver = resolver;
        this.diagnostics = diagnostics;
    }

    /** The scenario's own tree laid over those it includes, or null if there is no tree. */
    @Nullable
    MapNode scenario(String fileName, String text) {
        return withIncludes(fileName, text);
    }

    private @Nullable MapNode withIncludes(String fileName, String text) {
        MapNode own = tree(fileName, text, Language.SCENARIO, false);
        if (own == null) {
            return null;
        }
        chain.push(fileName);
        MapNode under = new MapNode(own.at(), List.of());
        for (ScalarNode path : includes(own)) {
            MapNode other = include(path);
            if (other != null) {
                under = Merge.over(other, under, Language.SCENARIO);
            }
        }
        chain.pop();
        return Merge.over(own, under, Language.SCENARIO);
    }

    private static List<ScalarNode> includes(MapNode own) {
        Node value = own.get("include");
        List<ScalarNode> paths = new ArrayList<>();
        List<Node> all = value instanceof SeqNode s ? s.items() : value == null ? List.of() : List.of(value);
        for (Node n : all) {
            if (n instanceof ScalarNode s && !s.isNull()) {
                paths.add(s);
            }
        }
        return paths;
    }

    private @Nullable MapNode include(ScalarNode path) {
        if (chain.size() >= ScenarioReader.MAX_INCLUDE_DEPTH) {
            diagnostics.error(
                    path.at(),
                    DiagnosticCode.INCLUDE_TOO_DEEP,
                    "includes are nested deeper than " + ScenarioReader.MAX_INCLUDE_DEPTH + " levels",
                    "",
                    "include the files from one place");
            return null;
        }
        IncludeResolver.Text file = find(path);
        if (file == null) {
            return null;
        }
        if (chain.contains(file.fileName())) {
            cycle(path, file.fileName());
            return null;
        }
        if (!included.containsKey(file.fileName())) {
            included.put(file.fileName(), withIncludes(file.fileName(), file.text()));
        }
        return included.get(file.fileName());
    }

    private void cycle(ScalarNode path, String fileName) {
        List<String> way = new ArrayList<>(chain);
        Collections.reverse(way);
        String shown = String.join(" -> ", way.subList(way.indexOf(fileName), way.size())) + " -> " + fileName;
        diagnostics.error(
                path.at(),
                DiagnosticCode.INCLUDE_CYCLE,
                "cyclic include: " + shown,
                "a file cannot lie under itself",
                "remove this include");
    }

    /**
     * The part {@code key} of the profile that {@code path} names, or null after an error.
     *
     * @param key {@code machine} or {@code stress}
     */
    @Nullable
    MapNode profile(ScalarNode path, String key) {
        IncludeResolver.Text file = find(path);
        if (file == null) {
            return null;
        }
        if (!profiles.containsKey(file.fileName())) {
            profiles.put(file.fileName(), tree(file.fileName(), file.text(), Language.PROFILE, true));
        }
        MapNode tree = profiles.get(file.fileName());
        if (tree == null) {
            return null;
        }
        if (!(tree.get(key) instanceof MapNode part)) {
            diagnostics.error(
                    path.at(),
                    DiagnosticCode.NOT_A_PROFILE,
                    file.fileName() + " has no \"" + key + ":\"",
                    "a " + key + " profile is a file with a mapping " + key,
                    "");
            return null;
        }
        return nested(file.fileName(), path, part, key);
    }

    /** A machine profile may build on another one. */
    private @Nullable MapNode nested(String fileName, ScalarNode path, MapNode part, String key) {
        if (!(part.get("profile") instanceof ScalarNode next)) {
            return part;
        }
        if (chain.contains(fileName)) {
            cycle(path, fileName);
            return null;
        }
        if (chain.size() >= ScenarioReader.MAX_INCLUDE_DEPTH) {
            diagnostics.error(next.at(), DiagnosticCode.INCLUDE_TOO_DEEP, "profiles are nested too deep", "", "");
            return null;
        }
        chain.push(fileName);
        MapNode under = profile(next, key);
        chain.pop();
        return under == null ? part : Merge.over(part, under, Language.MACHINE);
    }

    private IncludeResolver.@Nullable Text find(ScalarNode path) {
        String from = path.at().source().name();
        try {
            return resolver.resolve(from, path.value());
        } catch (ScenarioFile.TooLargeException e) {
            diagnostics.error(
                    path.at(),
                    DiagnosticCode.FILE_TOO_LARGE,
                    "\"" + Units.cut(path.value()) + "\" is larger than 1 MiB",
                    "",
                    "");
        } catch (IOException e) {
            diagnostics.error(
                    path.at(),
                    DiagnosticCode.FILE_UNREADABLE,
                    "cannot read \"" + Units.cut(path.value()) + "\": " + e.getMessage(),
                    "paths are relative to the file that names them, " + from,
                    "");
        }
        return null;
    }

    /** The tree of one file if it is a mapping, checked against {@code shape} but for required keys. */
    private @Nullable MapNode tree(String fileName, String text, Obj shape, boolean whole) {
        SourceText source = new SourceText(fileName, text);
        if (text.length() > ScenarioReader.MAX_FILE_BYTES) {
            diagnostics.error(
                    source.mark(1, 1), DiagnosticCode.FILE_TOO_LARGE, "the file is larger than 1 MiB", "", "");
            return null;
        }
        Node root = YamlTree.read(source, diagnostics);
        if (root == null) {
            return null;
        }
        if (root instanceof MapNode map && map.get("preemptsim") instanceof ScalarNode version) {
            Problem p = new ScalarRule.LanguageVersion().check(version);
            if (p != null) {
                // Another language: nothing else that could be said of this file would be true.
                diagnostics.error(version, p);
                return null;
            }
        }
        // A profile is whole by itself; a file that is included may leave out what the including one has.
        ShapeCheck check = new ShapeCheck(diagnostics, whole);
        check.check(root, shape, "");
        if (!(root instanceof MapNode map)) {
            return null;
        }
        check.require(map, shape, "preemptsim");
        return map;
    }
}
