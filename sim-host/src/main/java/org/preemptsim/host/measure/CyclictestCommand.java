// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.preemptsim.host.HostException;

/**
 * A cyclictest command line as options with values; the last of a repeated option counts, as in the tool.
 *
 * @param program its first word
 * @param arguments the options in order
 */
record CyclictestCommand(String program, List<Argument> arguments) {
    CyclictestCommand {
        arguments = List.copyOf(arguments);
    }

    /** One option; {@code value} is null if it has none. */
    record Argument(CyclictestOption option, @Nullable String value) {
        String shown() {
            return value == null ? option.shown() : option.shown() + " " + value;
        }
    }

    static CyclictestCommand parse(String line) throws HostException {
        List<String> words = ShellWords.split(line);
        if (words.isEmpty() || !("/" + words.get(0)).endsWith("/cyclictest")) {
            throw bad(
                    line,
                    "it does not start with cyclictest",
                    "give the command as it would be typed, cyclictest first");
        }
        List<Argument> out = new ArrayList<>();
        int i = 1;
        while (i < words.size()) {
            i = words.get(i).startsWith("--") ? longOption(line, words, i, out) : letters(line, words, i, out);
        }
        return new CyclictestCommand(words.get(0), out);
    }

    private static int longOption(String line, List<String> words, int at, List<Argument> out) throws HostException {
        String word = words.get(at).substring(2);
        int eq = word.indexOf('=');
        String name = eq < 0 ? word : word.substring(0, eq);
        CyclictestOption o = CyclictestOption.ofLong(name);
        if (o == null) {
            throw unknown(line, "--" + name);
        }
        if (eq >= 0) {
            out.add(new Argument(o, word.substring(eq + 1)));
            return at + 1;
        }
        return value(line, words, at, o, out);
    }

    private static int letters(String line, List<String> words, int at, List<Argument> out) throws HostException {
        String word = words.get(at);
        if (word.length() < 2 || word.charAt(0) != '-') {
            throw bad(line, "\"" + word + "\" is not an option", "cyclictest takes options only; remove it");
        }
        for (int i = 1; i < word.length(); i++) {
            CyclictestOption o = CyclictestOption.ofLetter(word.charAt(i));
            if (o == null) {
                throw unknown(line, "-" + word.charAt(i));
            }
            boolean takes = o.value() != CyclictestOption.Value.NONE;
            if (takes && i + 1 < word.length()) {
                out.add(new Argument(o, word.substring(i + 1).replaceFirst("^=", "")));
                return at + 1;
            }
            if (takes) {
                return value(line, words, at, o, out);
            }
            out.add(new Argument(o, null));
        }
        return at + 1;
    }

    /** An optional value is taken from the next word only if that is a number, as the tool does. */
    private static int value(String line, List<String> words, int at, CyclictestOption o, List<Argument> out)
            throws HostException {
        String next = at + 1 < words.size() ? words.get(at + 1) : null;
        switch (o.value()) {
            case NONE -> {
                out.add(new Argument(o, null));
                return at + 1;
            }
            case OPTIONAL -> {
                boolean taken = next != null && !next.isEmpty() && Character.isDigit(next.charAt(0));
                out.add(new Argument(o, taken ? next : null));
                return taken ? at + 2 : at + 1;
            }
            case REQUIRED -> {
                if (next == null) {
                    throw bad(line, o.shown() + " needs a value", "give one after it");
                }
                out.add(new Argument(o, next));
                return at + 2;
            }
        }
        throw new AssertionError(o.value());
    }

    boolean has(CyclictestOption o) {
        return arguments.stream().anyMatch(a -> a.option == o);
    }

    /** The last value of an option. */
    Optional<String> valueOf(CyclictestOption o) {
        return arguments.stream()
                .filter(a -> a.option == o && a.value != null)
                .reduce((a, b) -> b)
                .map(Argument::value);
    }

    /** The last value of an option as a number; absent if it is not given. */
    OptionalLong numberOf(CyclictestOption o) throws HostException {
        Optional<String> v = valueOf(o);
        if (v.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            long n = Long.parseLong(v.get());
            if (n >= 0) {
                return OptionalLong.of(n);
            }
        } catch (NumberFormatException e) {
            throw bad(
                    shown(),
                    o.shown() + " has the value \"" + v.get() + "\", which is no number",
                    "give a whole number");
        }
        throw bad(shown(), o.shown() + " has the negative value " + v.get(), "give a whole number from 0 on");
    }

    /**
     * The scheduling policy of the first measuring thread, such as {@code fifo:95}: a priority makes it FIFO unless the
     * policy is rr, and a real-time policy without a priority takes one more than there are threads.
     */
    String policy() throws HostException {
        long priority = numberOf(CyclictestOption.PRIORITY).orElse(0);
        String name = valueOf(CyclictestOption.POLICY)
                .map(p -> p.toLowerCase(Locale.ROOT))
                .orElse("");
        if (priority > 0) {
            return (name.equals("rr") ? "rr:" : "fifo:") + priority;
        }
        if (name.equals("fifo") || name.equals("rr")) {
            return name + ":" + (numberOf(CyclictestOption.THREADS).orElse(1) + 1);
        }
        return name.isEmpty() || name.equals("normal") ? "other" : name;
    }

    /** The buckets of -h or -H, whichever is last; 0 without. */
    int histogramBuckets() throws HostException {
        long asked = 0;
        for (Argument a : arguments) {
            if (a.option == CyclictestOption.HISTOGRAM || a.option == CyclictestOption.HISTOFALL) {
                asked = new CyclictestCommand(program, List.of(a))
                        .numberOf(a.option)
                        .orElse(0);
            }
        }
        return (int) Math.min(asked, 1_000_000);
    }

    String shown() {
        StringBuilder out = new StringBuilder(program);
        arguments.forEach(a -> out.append(' ').append(a.shown()));
        return out.toString();
    }

    private static HostException unknown(String line, String option) {
        return bad(line, option + " is not an option of any known cyclictest", "see cyclictest --help");
    }

    private static HostException bad(String line, String why, String fix) {
        return new HostException("the command \"" + line + "\" cannot be used", why, fix);
    }
}
