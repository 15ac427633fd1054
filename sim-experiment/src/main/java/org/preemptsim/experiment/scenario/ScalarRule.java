// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.scenario;

import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.preemptsim.experiment.text.NearestMatch;

/** What one scalar may be. Each rule is stated twice in one place: as a check and, in {@link SchemaWriter}, as schema. */
sealed interface ScalarRule {
    /** What is wrong with the scalar, or null. */
    @Nullable
    Problem check(ScalarNode n);

    /** A free text of at most {@code longest} characters. */
    record Text(int shortest, int longest) implements ScalarRule {
        @Override
        public @Nullable Problem check(ScalarNode n) {
            if (n.isNull() || n.isNumber() || n.isBoolean()) {
                return notAText(n);
            }
            int length = n.value().length();
            return length >= shortest && length <= longest
                    ? null
                    : new Problem(
                            DiagnosticCode.OUT_OF_RANGE,
                            "a text of " + shortest + " to " + longest + " characters is wanted, this has " + length,
                            "",
                            "");
        }
    }

    /** A name that can be part of an override's path: no dot, no blank. */
    record Name() implements ScalarRule {
        static final String PATTERN = "^[A-Za-z0-9_][A-Za-z0-9_/#:@+-]{0,63}$";
        private static final Pattern COMPILED = Pattern.compile(PATTERN);

        @Override
        public @Nullable Problem check(ScalarNode n) {
            if (n.isNull() || n.isNumber() || n.isBoolean()) {
                return notAText(n);
            }
            return COMPILED.matcher(n.value()).matches()
                    ? null
                    : new Problem(
                            DiagnosticCode.BAD_NAME,
                            "\"" + Units.cut(n.value()) + "\" cannot be a name",
                            "a name is 1 to 64 letters, digits, or _ / # : @ + -, and does not begin with a sign;"
                                    + " a dot would make the paths of overrides ambiguous",
                            "");
        }
    }

    /** A time of at least {@code leastNs}. */
    record Time(long leastNs) implements ScalarRule {
        @Override
        public @Nullable Problem check(ScalarNode n) {
            Parsed<Long> t = Units.time(n.value());
            return t.problem() != null || t.or(0L) >= leastNs
                    ? t.problem()
                    : new Problem(DiagnosticCode.OUT_OF_RANGE, "a time of more than 0 is wanted", "", "");
        }
    }

    /** A time or one word. */
    record TimeOr(String word) implements ScalarRule {
        @Override
        public @Nullable Problem check(ScalarNode n) {
            return n.value().equals(word) ? null : new Time(0).check(n);
        }
    }

    /** A frequency. */
    record Frequency() implements ScalarRule {
        @Override
        public @Nullable Problem check(ScalarNode n) {
            Parsed<Long> f = Units.frequency(n.value());
            return f.problem() != null || f.or(0L) > 0
                    ? f.problem()
                    : new Problem(DiagnosticCode.OUT_OF_RANGE, "a frequency of more than 0 is wanted", "", "");
        }
    }

    /** A whole number within bounds. */
    record Int(long min, long max) implements ScalarRule {
        @Override
        public @Nullable Problem check(ScalarNode n) {
            if (n.style() != ScalarNode.Style.PLAIN || !n.value().matches("-?[0-9]+")) {
                return new Problem(DiagnosticCode.WRONG_TYPE, "a whole number is wanted, not " + n.described(), "", "");
            }
            return value(n) == null ? outOfRange(n, String.valueOf(min), String.valueOf(max)) : null;
        }

        @Nullable
        Long value(ScalarNode n) {
            try {
                long v = Long.parseLong(n.value());
                return v >= min && v <= max ? v : null;
            } catch (NumberFormatException e) {
                return null;
            }
        }
    }

    /** A number within bounds. */
    record Decimal(double min, boolean minExcluded, double max) implements ScalarRule {
        @Override
        public @Nullable Problem check(ScalarNode n) {
            if (!n.isNumber() || n.value().startsWith("0x") || n.value().startsWith("0o")) {
                return new Problem(DiagnosticCode.WRONG_TYPE, "a number is wanted, not " + n.described(), "", "");
            }
            return value(n) == null ? outOfRange(n, (minExcluded ? "more than " : "") + text(min), text(max)) : null;
        }

        @Nullable
        Double value(ScalarNode n) {
            try {
                double v = Double.parseDouble(n.value());
                return (minExcluded ? v > min : v >= min) && v <= max ? v : null;
            } catch (NumberFormatException e) {
                return null;
            }
        }

        private static String text(double d) {
            return d == Math.rint(d) && Math.abs(d) < 1e15 ? String.valueOf((long) d) : String.valueOf(d);
        }
    }

    /** true or false. */
    record Bool() implements ScalarRule {
        @Override
        public @Nullable Problem check(ScalarNode n) {
            return n.style() == ScalarNode.Style.PLAIN && n.value().matches("true|false")
                    ? null
                    : new Problem(DiagnosticCode.WRONG_TYPE, "true or false is wanted, not " + n.described(), "", "");
        }
    }

    /** One of a set of words. */
    record Word(List<String> words) implements ScalarRule {
        @Override
        public @Nullable Problem check(ScalarNode n) {
            if (words.contains(n.value())) {
                return null;
            }
            String list = String.join(", ", words);
            return new Problem(
                    DiagnosticCode.UNKNOWN_WORD,
                    (n.isNull() ? "nothing" : "\"" + Units.cut(n.value()) + "\"") + " is not one of " + list,
                    "",
                    NearestMatch.of(n.value(), words)
                            .map(w -> "did you mean " + w + "?")
                            .orElse(""));
        }
    }

    /** One of a set of whole numbers. */
    record IntChoice(List<Integer> values) implements ScalarRule {
        @Override
        public @Nullable Problem check(ScalarNode n) {
            boolean known = n.style() == ScalarNode.Style.PLAIN
                    && values.stream().anyMatch(v -> String.valueOf(v).equals(n.value()));
            String list = new TreeSet<>(values).toString();
            return known
                    ? null
                    : new Problem(
                            n.isNumber() ? DiagnosticCode.OUT_OF_RANGE : DiagnosticCode.WRONG_TYPE,
                            "one of " + list.substring(1, list.length() - 1) + " is wanted, not " + n.described(),
                            "",
                            "");
        }
    }

    /** The version of the language. */
    record LanguageVersion() implements ScalarRule {
        @Override
        public @Nullable Problem check(ScalarNode n) {
            return n.style() == ScalarNode.Style.PLAIN && n.value().equals(String.valueOf(Language.VERSION))
                    ? null
                    : new Problem(
                            DiagnosticCode.LANGUAGE_VERSION,
                            "language version " + Language.VERSION + " is wanted, not " + n.described(),
                            "this program knows version " + Language.VERSION + " only",
                            "write \"preemptsim: " + Language.VERSION + "\", or use a newer program");
        }
    }

    /** A CPU list; whether the machine has these CPUs is checked later. */
    record Cpus() implements ScalarRule {
        @Override
        public @Nullable Problem check(ScalarNode n) {
            return Units.cpus(n.value()).problem();
        }
    }

    /** A scheduling policy. */
    record Policy() implements ScalarRule {
        @Override
        public @Nullable Problem check(ScalarNode n) {
            return Units.policy(n.value()).problem();
        }
    }

    /** A kernel version; plain 6.6 is taken as it is written, not as a number. */
    record Version() implements ScalarRule {
        @Override
        public @Nullable Problem check(ScalarNode n) {
            return Units.version(n.value()).problem();
        }
    }

    /** How often a body is repeated: a number, {@code forever}, or {@code mib}. */
    record Times() implements ScalarRule {
        static final Int NUMBER = new Int(0, 1_000_000_000_000L);

        @Override
        public @Nullable Problem check(ScalarNode n) {
            if (n.value().equals("forever") || n.value().equals("mib")) {
                return null;
            }
            return n.isNumber()
                    ? NUMBER.check(n)
                    : new Problem(
                            DiagnosticCode.UNKNOWN_WORD,
                            "a number, forever or mib is wanted, not " + n.described(),
                            "",
                            NearestMatch.of(n.value(), List.of("forever", "mib"))
                                    .map(w -> "did you mean " + w + "?")
                                    .orElse(""));
        }
    }

    private static Problem notAText(ScalarNode n) {
        return new Problem(
                DiagnosticCode.WRONG_TYPE,
                "a text is wanted, not " + n.described(),
                "",
                n.isNull() ? "" : "put it in quotes: \"" + Units.cut(n.value()) + "\"");
    }

    private static Problem outOfRange(ScalarNode n, String min, String max) {
        boolean negative = n.value().startsWith("-") && !min.startsWith("-");
        return new Problem(
                negative ? DiagnosticCode.NEGATIVE : DiagnosticCode.OUT_OF_RANGE,
                Units.cut(n.value()) + " is outside the allowed range: " + min + " to " + max,
                "",
                "");
    }
}
