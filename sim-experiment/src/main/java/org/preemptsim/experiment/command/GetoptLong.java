// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.command;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.preemptsim.experiment.text.NearestMatch;

/**
 * Reads options as getopt_long does: {@code -p95}, {@code -p 95}, {@code -mnq}, {@code --priority=95},
 * {@code --priority 95}, unambiguous beginnings of long names.
 */
final class GetoptLong {
    /** An option as it was given. {@code value} is null if there is none. */
    record Given(CommandOption option, int offset, @Nullable String value, int valueOffset) {}

    private final String tool;
    private final List<CommandOption> options;
    private final Predicate<Words.Word> optionalValue;
    private final List<CommandProblem> problems;
    private final List<Given> given = new ArrayList<>();
    private final List<Words.Word> words;
    private int next;

    /** @param optionalValue whether the next word is the value of an option that may have one */
    GetoptLong(
            String tool,
            List<CommandOption> options,
            Predicate<Words.Word> optionalValue,
            List<Words.Word> words,
            List<CommandProblem> problems) {
        this.tool = tool;
        this.options = options;
        this.optionalValue = optionalValue;
        this.words = words;
        this.problems = problems;
    }

    /** All options of the words, the unknown ones reported. */
    List<Given> read() {
        while (next < words.size()) {
            Words.Word w = words.get(next++);
            if (w.text().startsWith("--") && w.text().length() > 2) {
                longOption(w);
            } else if (w.text().startsWith("-") && w.text().length() > 1) {
                shortOptions(w);
            } else {
                problems.add(new CommandProblem(
                        w.offset(),
                        CommandProblem.Kind.BAD_COMMAND,
                        "unexpected word \"" + w.text() + "\"",
                        tool + " takes options only",
                        "remove it, or write it directly after the option it belongs to"));
            }
        }
        return given;
    }

    private void longOption(Words.Word w) {
        int equals = w.text().indexOf('=');
        String name = w.text().substring(2, equals < 0 ? w.text().length() : equals);
        CommandOption option = byName(name, w);
        if (option == null) {
            return;
        }
        if (equals >= 0 && option.argument() == CommandOption.Argument.NONE) {
            bad(
                    w.offset(),
                    option.shown() + " takes no value",
                    "remove \"" + w.text().substring(equals) + "\"");
            return;
        }
        String value = equals < 0 ? null : w.text().substring(equals + 1);
        take(option, w.offset(), value, w.offset() + equals + 1);
    }

    private @Nullable CommandOption byName(String name, Words.Word w) {
        List<CommandOption> matching = options.stream()
                .filter(o -> !o.name().isEmpty() && o.name().startsWith(name))
                .toList();
        for (CommandOption o : matching) {
            if (o.name().equals(name) || matching.size() == 1) {
                return o;
            }
        }
        if (matching.isEmpty()) {
            unknown(w.offset(), "--" + name);
            skipValue(w.text().indexOf('=') < 0);
        } else {
            problems.add(new CommandProblem(
                    w.offset(),
                    CommandProblem.Kind.UNKNOWN_OPTION,
                    "option --" + name + " is ambiguous",
                    "it could be "
                            + String.join(
                                    ", ",
                                    matching.stream().map(CommandOption::shown).toList()),
                    "write it out"));
        }
        return null;
    }

    private void shortOptions(Words.Word w) {
        for (int i = 1; i < w.text().length(); i++) {
            char letter = w.text().charAt(i);
            int offset = w.offset() + (i == 1 ? 0 : i);
            CommandOption option = byLetter(letter);
            if (option == null) {
                unknown(offset, "-" + letter);
                skipValue(i == w.text().length() - 1);
                return;
            }
            if (option.argument() != CommandOption.Argument.NONE) {
                String rest = w.text().substring(i + 1);
                take(option, offset, rest.isEmpty() ? null : rest, w.offset() + i + 1);
                return;
            }
            given.add(new Given(option, offset, null, offset));
        }
    }

    private @Nullable CommandOption byLetter(char letter) {
        return options.stream()
                .filter(o -> o.letter() != 0 && o.letter() == letter)
                .findFirst()
                .orElse(null);
    }

    private void take(CommandOption option, int offset, @Nullable String attached, int attachedOffset) {
        if (attached != null || option.argument() == CommandOption.Argument.NONE) {
            given.add(new Given(option, offset, attached, attachedOffset));
            return;
        }
        boolean more = next < words.size();
        if (option.argument() == CommandOption.Argument.REQUIRED && !more) {
            bad(offset, option.shown() + " needs a value", "");
            return;
        }
        boolean takes =
                more && (option.argument() == CommandOption.Argument.REQUIRED || optionalValue.test(words.get(next)));
        if (takes) {
            Words.Word value = words.get(next++);
            given.add(new Given(option, offset, value.text(), value.offset()));
        } else {
            given.add(new Given(option, offset, null, offset));
        }
    }

    /** The value of an unknown option is no complaint of its own. */
    private void skipValue(boolean mayFollow) {
        if (mayFollow && next < words.size() && !words.get(next).text().startsWith("-")) {
            next++;
        }
    }

    private void bad(int offset, String message, String fix) {
        problems.add(new CommandProblem(offset, CommandProblem.Kind.BAD_VALUE, message, "", fix));
    }

    private void unknown(int offset, String written) {
        List<String> all = new ArrayList<>();
        for (CommandOption o : options) {
            if (!o.name().isEmpty()) {
                all.add("--" + o.name());
            }
        }
        problems.add(new CommandProblem(
                offset,
                CommandProblem.Kind.UNKNOWN_OPTION,
                tool + " has no option " + written,
                "",
                written.startsWith("--")
                        ? NearestMatch.of(written, all)
                                .map(n -> "did you mean " + n + "?")
                                .orElse("see " + tool + " --help")
                        : "see " + tool + " --help"));
    }
}
