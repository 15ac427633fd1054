// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.scenario;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;

/**
 * Makes a tree of marked nodes out of YAML text.
 *
 * <p>It goes by the parser's events, not by its node composer, so that depth, aliases and documents are judged while the
 * text is read: hostile text is refused before it costs anything. The stack is explicit; deep text cannot overflow it.
 */
final class YamlTree {
    /** Nodes of a tree when its aliases are written out. */
    static final int MAX_NODES = 200_000;

    private static final int SATURATED = Integer.MAX_VALUE / 4;

    private final SourceText source;
    private final Diagnostics diagnostics;
    private final Deque<Open> open = new ArrayDeque<>();
    private final Map<Anchor, Node> anchors = new HashMap<>();
    private int aliases;
    private int documents;
    private Mark last;
    private @Nullable Node root;

    private YamlTree(SourceText source, Diagnostics diagnostics) {
        this.source = source;
        this.diagnostics = diagnostics;
        this.last = source.mark(1, 1);
    }

    /** The tree of the only document of {@code source}, or null after at least one error. */
    static @Nullable Node read(SourceText source, Diagnostics diagnostics) {
        return new YamlTree(source, diagnostics).parse();
    }

    static int addWeights(int a, int b) {
        return Math.min(SATURATED, a + b);
    }

    private @Nullable Node parse() {
        LoadSettings settings = LoadSettings.builder()
                .setLabel("scenario")
                .setCodePointLimit(ScenarioReader.MAX_FILE_BYTES)
                .build();
        int before = diagnostics.errors();
        try {
            for (Event e : new Parse(settings).parseString(source.text())) {
                if (!accept(e)) {
                    return null;
                }
            }
        } catch (MarkedYamlEngineException e) {
            syntax(e.getProblemMark().map(this::mark).orElse(last), e.getProblem());
        } catch (ReaderException e) {
            syntax(source.markAt(e.getPosition()), "a character that text must not have");
        } catch (RuntimeException e) {
            // The parser has no single exception for bad text: an escape beyond Unicode, say, is an
            // IllegalArgumentException. Whatever it throws, the text after the last good event is at fault.
            syntax(last, "the text cannot be read as YAML from here on");
        }
        if (diagnostics.errors() == before && root == null) {
            empty(source.mark(1, 1));
        }
        return diagnostics.errors() == before ? root : null;
    }

    /** Returns false if reading on is pointless. */
    private boolean accept(Event e) {
        Mark at = e.getStartMark().map(this::mark).orElse(last);
        last = at;
        return switch (e.getEventId()) {
            case DocumentStart -> document(at);
            case Alias -> alias((AliasEvent) e, at);
            case Scalar -> {
                tag(((ScalarEvent) e).getTag(), at);
                yield put(scalar((ScalarEvent) e, at), ((NodeEvent) e).getAnchor());
            }
            case MappingStart, SequenceStart -> open((CollectionStartEvent) e, at);
            case MappingEnd, SequenceEnd -> close();
            case StreamStart, StreamEnd, DocumentEnd, Comment -> true;
        };
    }

    private boolean document(Mark at) {
        documents++;
        if (documents > 1) {
            diagnostics.error(
                    at,
                    DiagnosticCode.SEVERAL_DOCUMENTS,
                    "a second YAML document starts here",
                    "a scenario is one document",
                    "put it in a file of its own, or remove the line ---");
            return false;
        }
        return true;
    }

    private void tag(Optional<String> tag, Mark at) {
        if (tag.isPresent()) {
            diagnostics.error(
                    at,
                    DiagnosticCode.YAML_TAG,
                    "YAML tag \"" + tag.get() + "\"",
                    "what a value is follows from its key",
                    "remove the tag");
        }
    }

    private boolean open(CollectionStartEvent e, Mark at) {
        tag(e.getTag(), at);
        if (open.size() >= ScenarioReader.MAX_DEPTH) {
            diagnostics.error(
                    at,
                    DiagnosticCode.TOO_DEEP,
                    "nested deeper than " + ScenarioReader.MAX_DEPTH + " levels",
                    "no scenario needs it",
                    "split the program, or look for a bracket that is not closed");
            return false;
        }
        open.push(new Open(at, e instanceof MappingStartEvent, e.getAnchor()));
        e.getAnchor().ifPresent(anchors::remove);
        return true;
    }

    private boolean close() {
        Open done = open.pop();
        Node node = done.mapping ? mapping(done) : new SeqNode(done.at, done.children);
        return put(node, done.anchor);
    }

    private boolean put(Node node, Optional<Anchor> anchor) {
        anchor.ifPresent(a -> anchors.put(a, node));
        if (open.isEmpty()) {
            root = node;
            if (node instanceof ScalarNode s && s.isNull()) {
                empty(node.at());
            }
            return true;
        }
        Open parent = open.peek();
        parent.children.add(node);
        parent.weight = addWeights(parent.weight, node.weight());
        return parent.weight <= MAX_NODES
                || bomb(
                        node.at(),
                        "more than " + MAX_NODES + " values"
                                + (aliases > 0 ? " when the aliases are written out" : ""));
    }

    private boolean alias(AliasEvent e, Mark at) {
        aliases++;
        if (aliases > ScenarioReader.MAX_ALIASES) {
            return bomb(at, "more than " + ScenarioReader.MAX_ALIASES + " aliases");
        }
        Node node = anchors.get(e.getAlias());
        if (node == null) {
            boolean inside = open.stream().anyMatch(o -> o.anchor.equals(Optional.of(e.getAlias())));
            return bomb(
                    at,
                    inside
                            ? "alias *" + e.getAlias() + " stands inside what it refers to"
                            : "alias *" + e.getAlias() + " refers to no anchor before it");
        }
        return put(node, Optional.empty());
    }

    private boolean bomb(Mark at, String message) {
        diagnostics.error(
                at,
                DiagnosticCode.ALIAS_BOMB,
                message,
                "the text would have no end or grow beyond all bounds",
                "write values out in place of aliases, or use repeat and include");
        return false;
    }

    private MapNode mapping(Open done) {
        List<MapNode.Entry> entries = new ArrayList<>(done.children.size() / 2);
        Map<String, Mark> seen = new HashMap<>();
        for (int i = 0; i + 1 < done.children.size(); i += 2) {
            Node key = done.children.get(i);
            if (!(key instanceof ScalarNode name) || name.isNull()) {
                diagnostics.error(
                        key.at(), DiagnosticCode.WRONG_TYPE, "a key must be a text, not " + key.described(), "", "");
                continue;
            }
            Mark first = seen.putIfAbsent(name.value(), name.at());
            if (first == null) {
                entries.add(new MapNode.Entry(name, done.children.get(i + 1)));
            } else {
                diagnostics.error(
                        name.at(),
                        DiagnosticCode.DUPLICATE_KEY,
                        "key \"" + name.value() + "\" stands twice in this mapping",
                        "the first is on " + first.seenFrom(name.at()) + "; which one counts would be a guess",
                        "remove one of them");
            }
        }
        return new MapNode(done.at, entries);
    }

    private static ScalarNode scalar(ScalarEvent e, Mark at) {
        ScalarNode.Style style =
                switch (e.getScalarStyle()) {
                    case PLAIN, JSON_SCALAR_STYLE -> ScalarNode.Style.PLAIN;
                    case SINGLE_QUOTED, DOUBLE_QUOTED -> ScalarNode.Style.QUOTED;
                    case LITERAL, FOLDED -> ScalarNode.Style.BLOCK;
                };
        return new ScalarNode(at, e.getValue(), style);
    }

    private void empty(Mark at) {
        diagnostics.error(
                at,
                DiagnosticCode.EMPTY_FILE,
                "the file is empty",
                "",
                "start with \"preemptsim: 1\"; docs/scenario-language.md has a complete example");
    }

    private void syntax(Mark at, String problem) {
        boolean tab = problem.contains("\\t") || problem.contains("TAB") || atTab(at);
        if (tab) {
            diagnostics.error(
                    at,
                    DiagnosticCode.YAML_TAB,
                    "a tab where only spaces may stand",
                    "YAML forbids tabs in indentation, because their width is anybody's guess",
                    "use spaces");
        } else {
            diagnostics.error(at, DiagnosticCode.YAML_SYNTAX, "not YAML: " + problem, "", "");
        }
    }

    private boolean atTab(Mark at) {
        String line = source.line(at.line());
        return line.matches("^ *\t.*");
    }

    private Mark mark(org.snakeyaml.engine.v2.exceptions.Mark m) {
        return source.mark(m.getLine() + 1, m.getColumn() + 1);
    }

    /** A collection whose end has not come yet. */
    private static final class Open {
        final Mark at;
        final boolean mapping;
        final Optional<Anchor> anchor;
        final List<Node> children = new ArrayList<>();
        int weight = 1;

        Open(Mark at, boolean mapping, Optional<Anchor> anchor) {
            this.at = at;
            this.mapping = mapping;
            this.anchor = anchor;
        }
    }
}
