// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.rttester;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.preemptsim.experiment.rttester.Script.Action;
import org.preemptsim.experiment.rttester.Script.Line;
import org.preemptsim.experiment.scenario.Diagnostic;
import org.preemptsim.experiment.scenario.Severity;
import org.preemptsim.experiment.text.NearestMatch;
import org.preemptsim.models.check.RtTester;
import org.preemptsim.models.check.RtTester.Opcode;

/**
 * Reads scripts: lines {@code LETTER: WORD: THREAD: DATA}, comments that begin with {@code #}, blank lines. Letters and words may be
 * written in capitals.
 */
public final class ScriptReader {
    private static final int FIELDS = 4;
    private static final Map<String, Opcode> COMMANDS = commands();
    private static final Map<String, StatusTest> TESTS = tests();
    private static final Set<String> BIG_KERNEL_LOCK =
            Set.of("lockbkl", "unlockbkl", "lockedbkl", "blockedbkl", "unlockedbkl");

    private final String file;
    private final List<Diagnostic> problems = new ArrayList<>();
    private final List<Line> lines = new ArrayList<>();
    private int number;
    private String source = "";

    private ScriptReader(String file) {
        this.file = file;
    }

    private static Map<String, Opcode> commands() {
        Map<String, Opcode> out = new LinkedHashMap<>();
        for (Opcode o : Opcode.values()) {
            out.put(o.name().toLowerCase(Locale.ROOT).replace("_", ""), o);
        }
        return Collections.unmodifiableMap(out);
    }

    private static Map<String, StatusTest> tests() {
        Map<String, StatusTest> out = new LinkedHashMap<>();
        for (StatusTest t : StatusTest.values()) {
            out.put(t.name().toLowerCase(Locale.ROOT), t);
        }
        return Collections.unmodifiableMap(out);
    }

    /** The kinds of problem; the names are stable. */
    enum Code {
        /** A line that has not four fields. */
        SYNTAX,
        /** An empty field. */
        MISSING,
        /** A word outside its vocabulary. */
        WORD,
        /** Not a number, or one out of range. */
        RANGE,
        /** A file without a line that does something. */
        EMPTY
    }

    /** A field of a line and the column where it begins. */
    private record Field(String text, int column) {
        String word() {
            return text.toLowerCase(Locale.ROOT);
        }
    }

    /** Reads a file. */
    public static Script read(Path file) throws IOException, InvalidScriptException {
        return read(file.toString(), new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
    }

    /** Reads the text of a file. */
    public static Script read(String file, String text) throws InvalidScriptException {
        ScriptReader reader = new ScriptReader(file);
        reader.readAll(text);
        if (!reader.problems.isEmpty()) {
            throw new InvalidScriptException(
                    reader.problems.stream().sorted(Diagnostic.BY_PLACE).toList());
        }
        return new Script(file, reader.lines);
    }

    private void readAll(String text) {
        for (String line : text.split("\r\n|\r|\n", -1)) {
            number++;
            source = line;
            String stripped = line.strip();
            if (!stripped.isEmpty() && !stripped.startsWith("#")) {
                readLine(stripped);
            }
        }
        if (lines.isEmpty() && problems.isEmpty()) {
            number = 1;
            source = "";
            problem(
                    1,
                    Code.EMPTY,
                    "the script does nothing",
                    "every line is blank or a comment",
                    "write a line such as C: locknowait: 0: 0");
        }
    }

    private void readLine(String stripped) {
        List<Field> fields = fields();
        if (fields.size() < FIELDS) {
            problem(
                    fields.get(0).column(),
                    Code.SYNTAX,
                    fields.size() == 1 ? "one field where four belong" : fields.size() + " fields where four belong",
                    "a line is LETTER: WORD: THREAD: DATA",
                    "write the missing fields, as in C: locknowait: 0: 0; a comment begins with #");
            return;
        }
        for (Field extra : fields.subList(FIELDS, fields.size())) {
            if (!extra.text().isEmpty()) {
                problem(
                        extra.column(),
                        Code.SYNTAX,
                        "a line has four fields, this is one more",
                        "nobody would read \"" + extra.text() + "\"",
                        "remove it, or put it on a line of its own that begins with #");
            }
        }
        if (anyEmpty(fields)) {
            return;
        }
        Integer thread = number(fields.get(2), "a thread", 0, RtTester.THREADS - 1);
        Action action = action(fields.get(0), fields.get(1), fields.get(3));
        if (thread != null && action != null) {
            lines.add(new Line(number, stripped, thread, action));
        }
    }

    private boolean anyEmpty(List<Field> fields) {
        boolean any = false;
        String[] names = {"a letter", "a word", "the number of a thread", "data"};
        for (int i = 0; i < FIELDS; i++) {
            Field f = fields.get(i);
            if (f.text().isEmpty()) {
                any = true;
                problem(
                        f.column(),
                        Code.MISSING,
                        "an empty field where " + names[i] + " belongs",
                        "a line is LETTER: WORD: THREAD: DATA",
                        i < FIELDS - 1 ? "write it" : "write a number; 0 where it means nothing");
            }
        }
        return any;
    }

    private List<Field> fields() {
        List<Field> out = new ArrayList<>();
        int from = 0;
        for (String part : source.split(":", -1)) {
            int lead = part.length() - part.stripLeading().length();
            int at = part.isBlank() ? from : from + lead;
            out.add(new Field(part.strip(), source.codePointCount(0, at) + 1));
            from += part.length() + 1;
        }
        return out;
    }

    private @Nullable Action action(Field letter, Field word, Field data) {
        switch (letter.word()) {
            case "c" -> {
                return command(word, data);
            }
            case "t", "w" -> {
                return ask(letter, word, data);
            }
            default -> {
                problem(
                        letter.column(),
                        Code.WORD,
                        "\"" + letter.text() + "\" is not C, T or W",
                        "C gives a command, T tests a status, W waits for one",
                        "write one of them; a comment begins with #");
                return null;
            }
        }
    }

    private @Nullable Action command(Field word, Field data) {
        Opcode opcode = COMMANDS.get(word.word());
        if (opcode == null) {
            unknown(word, "command", COMMANDS.keySet(), "status", TESTS.keySet(), "T or W");
            return null;
        }
        Integer value = opcode.ofMutex()
                ? mutex(data)
                : opcode == Opcode.SCHED_FIFO
                        ? number(data, "a FIFO priority", 1, 99)
                        : number(data, "the data", Integer.MIN_VALUE, Integer.MAX_VALUE);
        return value == null ? null : new Script.Command(opcode, value);
    }

    private @Nullable Action ask(Field letter, Field word, Field data) {
        StatusTest test = TESTS.get(word.word());
        if (test == null) {
            unknown(word, "status", TESTS.keySet(), "command", COMMANDS.keySet(), "C");
            return null;
        }
        Opcode opcode = test.ofOpcode() ? COMMANDS.get(data.word()) : null;
        Integer value = opcode != null
                ? Integer.valueOf(opcode.number())
                : test.ofMutex() ? mutex(data) : number(data, "the data", Integer.MIN_VALUE, Integer.MAX_VALUE);
        return value == null ? null : new Script.Ask(test, value, letter.word().equals("w"));
    }

    private @Nullable Integer mutex(Field data) {
        return number(data, "a mutex", 0, RtTester.MUTEXES - 1);
    }

    private void unknown(
            Field word,
            String kind,
            Collection<String> known,
            String otherKind,
            Collection<String> others,
            String otherLetter) {
        if (BIG_KERNEL_LOCK.contains(word.word())) {
            problem(
                    word.column(),
                    Code.WORD,
                    "there is no big kernel lock",
                    "it has no part in priority inheritance, and kernels from 2.6.39 on do not have it",
                    "remove the lines with lockbkl, unlockbkl, lockedbkl, blockedbkl and unlockedbkl");
            return;
        }
        if (others.contains(word.word())) {
            problem(
                    word.column(),
                    Code.WORD,
                    "\"" + word.text() + "\" is a " + otherKind + ", not a " + kind,
                    "the letter at the line's beginning says which of them it is",
                    "write " + otherLetter + " as the letter, or one of " + String.join(", ", known));
            return;
        }
        Optional<String> near = NearestMatch.of(word.text(), known);
        problem(
                word.column(),
                Code.WORD,
                "there is no " + kind + " \"" + word.text() + "\"",
                "the tester knows " + String.join(", ", known),
                near.map(n -> "did you mean " + n + "?").orElse("write one of them"));
    }

    private @Nullable Integer number(Field field, String what, int least, int greatest) {
        boolean bounded = least != Integer.MIN_VALUE;
        String range = bounded ? least + " to " + greatest : "a whole number";
        try {
            int value = Integer.parseInt(field.text());
            if (value >= least && value <= greatest) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Told below, as one out of range is.
        }
        problem(
                field.column(),
                Code.RANGE,
                "\"" + field.text() + "\" is not " + (bounded ? what : "a number"),
                what + " is " + range,
                "write " + range);
        return null;
    }

    private void problem(int column, Code code, String message, String why, String fix) {
        problems.add(new Diagnostic(file, number, column, Severity.ERROR, code.name(), message, why, fix, source));
    }
}
