// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.rttester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.preemptsim.experiment.rttester.Script.Ask;
import org.preemptsim.experiment.rttester.Script.Command;
import org.preemptsim.experiment.rttester.Script.Line;
import org.preemptsim.experiment.scenario.Diagnostic;
import org.preemptsim.models.check.RtTester.Opcode;

/** The command language of the rt-mutex tester (rule K3.41). */
class ScriptReaderTest {
    @Test
    void commentsBlanksAndCapitalsAreAsTheTesterHasThem() throws Exception {
        Script script = ScriptReader.read(
                "a.tst",
                "# comment: with: colons: 1\r\n\n  c: LockNoWait:\t 7 : 0 \n\t# more\nW: locked: 7: 0\nt:opcodeeq:7:lock\n");

        assertThat(script.lines())
                .containsExactly(
                        new Line(3, "c: LockNoWait:\t 7 : 0", 7, new Command(Opcode.LOCK_NO_WAIT, 0)),
                        new Line(5, "W: locked: 7: 0", 7, new Ask(StatusTest.LOCKED, 0, true)),
                        new Line(6, "t:opcodeeq:7:lock", 7, new Ask(StatusTest.OPCODEEQ, 3, false)));
    }

    @Test
    void everyWordOfTheTesterIsKnown() throws Exception {
        String commands =
                "schedother schedfifo lock locknowait lockint lockintnowait lockcont unlock signal resetevent reset";
        String tests = "prioeq priolt priogt nprioeq npriolt npriogt unlocked trylock blocked blockedwake locked"
                + " opcodeeq opcodelt opcodegt eventeq eventlt eventgt";
        StringBuilder text = new StringBuilder();
        List.of(commands.split(" ")).forEach(w -> text.append("C: ").append(w).append(": 0: 1\n"));
        List.of(tests.split(" ")).forEach(w -> text.append("T: ").append(w).append(": 0: 1\n"));

        assertThat(ScriptReader.read("a.tst", text.toString()).lines()).hasSize(28);
    }

    @Test
    void allErrorsAreToldEachWithItsPlace() {
        List<Diagnostic> all = errors("""
                X: lock: 0: 0
                C: lokc: 0: 0
                C: locked: 0: 0
                T: lock: 0: 0
                C: lock: 8: 0
                C: lock: 0: 8
                C: schedfifo: 0: 100
                T: prioeq: 0: high
                C: lockbkl: 0: 0
                C: lock: 0
                nothing
                C: lock: : 0
                C: lock: 0: 0: more
                T: locked: -1: x
                W: blockedbkl: 0: 0
                """);

        assertThat(all)
                .extracting(d -> d.line() + ":" + d.column() + " " + d.code() + " " + d.message())
                .containsExactly(
                        "1:1 WORD \"X\" is not C, T or W",
                        "2:4 WORD there is no command \"lokc\"",
                        "3:4 WORD \"locked\" is a status, not a command",
                        "4:4 WORD \"lock\" is a command, not a status",
                        "5:10 RANGE \"8\" is not a thread",
                        "6:13 RANGE \"8\" is not a mutex",
                        "7:18 RANGE \"100\" is not a FIFO priority",
                        "8:15 RANGE \"high\" is not a number",
                        "9:4 WORD there is no big kernel lock",
                        "10:1 SYNTAX 3 fields where four belong",
                        "11:1 SYNTAX one field where four belong",
                        "12:9 MISSING an empty field where the number of a thread belongs",
                        "13:16 SYNTAX a line has four fields, this is one more",
                        "14:12 RANGE \"-1\" is not a thread",
                        "14:16 RANGE \"x\" is not a mutex",
                        "15:4 WORD there is no big kernel lock");
        assertThat(all).allSatisfy(d -> {
            assertThat(d.why()).isNotBlank();
            assertThat(d.fix()).isNotBlank();
        });
        assertThat(all.get(1).fix()).isEqualTo("did you mean lock?");
    }

    @Test
    void scriptWithoutALineIsAnError() {
        assertThat(errors("# nothing\n\n")).singleElement().satisfies(d -> assertThat(d.render())
                .startsWith("a.tst:1:1: error EMPTY: the script does nothing"));
    }

    private static List<Diagnostic> errors(String text) {
        InvalidScriptException e =
                catchThrowableOfType(InvalidScriptException.class, () -> ScriptReader.read("a.tst", text));
        assertThat(e).as("refused").isNotNull();
        return e.diagnostics();
    }
}
