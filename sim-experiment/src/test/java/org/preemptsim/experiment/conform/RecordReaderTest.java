// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.conform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.preemptsim.models.spec.CpuSet;
import org.preemptsim.models.spec.KernelEras;
import org.preemptsim.models.spec.PreemptionModel;
import org.preemptsim.models.spec.SchedPolicy;
import org.preemptsim.models.spec.SchedSettings;
import org.preemptsim.models.spec.Step;
import org.preemptsim.models.spec.TaskSpec;
import org.preemptsim.models.spec.UserObjectSpec;

/** A record is read strictly; what is wrong with it has a place. */
class RecordReaderTest {

    @Test
    void theFirstRunsKernelIsSimulated() throws Exception {
        KernelRecord r = record(
                "{\"rr_timeslice_ms\":20,\"rt_runtime_us\":5000,\"rt_period_us\":20000}", "", thread("[\"yield\"]"));

        assertThat(r.kernel().preemption()).isEqualTo(PreemptionModel.RT);
        assertThat(r.kernel().eras().rtBandwidth()).isEqualTo(KernelEras.RtBandwidth.THROTTLING);
        SchedSettings s = r.kernel().sched();
        assertThat(List.of(s.rrTimesliceMs(), s.rtRuntimeNs(), s.rtPeriodNs(), s.tickPhaseNs()))
                .isEqualTo(List.of(20, 5_000_000L, 20_000_000L, 1_700_000L));
        assertThat(s.irqTimeAccounting()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "'6.1.0-56-amd64 #1 SMP PREEMPT_DYNAMIC Debian', np, VOLUNTARY, CFS",
        "'6.12.117+deb12-rt-amd64 #1 SMP PREEMPT_RT', rt612, RT, EEVDF",
        "'', rt612, RT, EEVDF",
        "'', np, VOLUNTARY, CFS"
    })
    void theKernelsNameTellsItsRules(String release, String tag, PreemptionModel model, KernelEras.FairScheduler fair)
            throws Exception {
        String text = text("{}", "", thread("[\"yield\"]"))
                .replaceFirst(
                        "\"kernel\":\"[^\"]*\",",
                        java.util.regex.Matcher.quoteReplacement(
                                release.isEmpty() ? "" : "\"kernel\":\"" + release + "\","))
                .replace("\"kernel_tag\":\"rt\"", "\"kernel_tag\":\"" + tag + "\"");

        KernelRecord r = RecordReader.read("r.json", text);

        assertThat(r.kernel().preemption()).isEqualTo(model);
        assertThat(r.kernel().eras().fairScheduler()).isEqualTo(fair);
    }

    @Test
    void stepsKeepTheirNumbersAndLoopsNest() throws Exception {
        KernelRecord r = record(
                "{}",
                "{\"kind\":\"mutex\",\"name\":\"M\",\"protocol\":\"protect\",\"ceiling\":30,\"flavour\":\"recursive\"}",
                thread(
                        "[\"loop\",2],[\"timedlock\",\"M\",7],[\"unlock\",\"M\"],[\"endloop\"],[\"setprio\",\"T\",\"OTHER\",0],"
                                + "[\"setcpus\",\"T\",2],[\"die\"]"));

        TaskSpec task = r.workload().tasks().get(0);
        assertThat(task.program().get(0))
                .isEqualTo(new Step.Repeat(
                        2,
                        List.of(
                                new Step.Sync(Step.SyncOp.MUTEX_LOCK, "M", "", 7_000),
                                new Step.Sync(Step.SyncOp.MUTEX_UNLOCK, "M"))));
        assertThat(task.program().get(1)).isEqualTo(new Step.SetPolicy("T", SchedPolicy.other(0)));
        assertThat(task.program().get(2)).isEqualTo(new Step.SetAffinity("T", CpuSet.of(1)));
        assertThat(task.program().get(3)).isEqualTo(new Step.Exit());
        assertThat(task.program()).hasSize(5);
        assertThat(task.marks()).isTrue();
        assertThat(task.firstCpu()).isEqualTo(1);
        assertThat(r.workload().userObjects())
                .containsExactly(new UserObjectSpec.Mutex(
                        "M", UserObjectSpec.Protocol.PROTECT, UserObjectSpec.MutexKind.RECURSIVE, false, 30));
        assertThat(r.threads().get(0).steps()).hasSize(7);
        assertThat(r.threads().get(0).steps().get(1)).isEqualTo(new KernelRecord.StepText("timedlock M 7", "", "M"));
        assertThat(r.threads().get(0).steps().get(2)).isEqualTo(new KernelRecord.StepText("unlock M", "M", ""));
    }

    @Test
    void everyPageOfAWriteEndsInACheckPoint() throws Exception {
        KernelRecord r = record("{}", "{\"kind\":\"file\",\"name\":\"F\"}", thread("[\"kwrite\",\"F\",9000]"));

        Step.Syscall call = (Step.Syscall) r.workload().tasks().get(0).program().get(0);
        assertThat(call.steps())
                .filteredOn(s -> s instanceof Step.Repeat)
                .singleElement()
                .satisfies(s -> {
                    Step.Repeat pages = (Step.Repeat) s;
                    assertThat(pages.times()).isEqualTo(2);
                    assertThat(pages.steps()).last().isEqualTo(new Step.CondResched());
                });
        assertThat(call.steps()).last().isEqualTo(new Step.KernelSync(Step.KernelOp.WRITE_UNLOCK, "F"));
    }

    @Test
    void aDeadlineThreadMayRunOnAllCpus() throws Exception {
        String deadline = thread("[\"yield\"]")
                .replace("\"policy\":\"FIFO\",\"prio\":5", "\"policy\":\"DL\",\"dl\":[1000,2000,3000]");

        TaskSpec task = record("{}", "", deadline).workload().tasks().get(0);

        assertThat(task.policy()).isEqualTo(SchedPolicy.deadline(1_000_000, 2_000_000, 3_000_000));
        assertThat(task.cpus()).isEqualTo(CpuSet.first(2));
        assertThat(task.firstCpu()).isEqualTo(1);
    }

    @Test
    void theAnswersAreNotNeeded() throws Exception {
        KernelRecord r = record("{}", "", thread("[\"yield\"]"));

        assertThat(r.stable()).isNull();
        assertThat(r.doneUs()).isEmpty();
        assertThat(r.recorded()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[\"lok\",\"M\"]            | WORD      | no step is called \"lok\"",
                "[\"lock\"]                 | RANGE     | lock has 0 arguments",
                "[\"lock\",\"N\"]           | REFERENCE | there is no mutex \"N\"",
                "[\"setprio\",\"X\",\"FIFO\",1] | REFERENCE | there is no thread \"X\"",
                "[\"setprio\",\"T\",\"FIFO\",0] | RANGE | 0 is out of range",
                "[\"compute\",\"long\"]     | TYPE      | a whole number is expected",
                "[\"compute\",99999999999999999999] | RANGE | is out of range",
                "[\"endloop\"]              | RANGE     | no loop is open here",
                "[\"loop\",2]               | RANGE     | this loop has no endloop",
                "[\"setcpus\",\"T\",4]      | RANGE     | 4 is out of range",
                "7                          | TYPE      | a list is expected"
            })
    void aWrongStepIsToldWithItsPlace(String step, String code, String message) {
        InvalidRecordException e = catchThrowableOfType(
                InvalidRecordException.class, () -> record("{}", "{\"kind\":\"mutex\",\"name\":\"M\"}", thread(step)));

        assertThat(e.diagnostics()).anySatisfy(d -> {
            assertThat(d.code()).isEqualTo(code);
            assertThat(d.message()).contains(message);
            assertThat(d.line()).isEqualTo(3);
            assertThat(d.column()).isGreaterThan(1);
            assertThat(d.fix()).isNotEmpty();
        });
    }

    @Test
    void aMutexThatGlibcDoesNotMakeIsRefused() {
        InvalidRecordException e = catchThrowableOfType(
                InvalidRecordException.class,
                () -> record(
                        "{}",
                        "{\"kind\":\"mutex\",\"name\":\"M\",\"protocol\":\"protect\",\"ceiling\":30,\"flavour\":\"robust\"}",
                        thread("[\"yield\"]")));

        assertThat(e.getMessage()).contains("is robust and has a ceiling", "why: glibc");
    }

    @Test
    void aSyntaxErrorHasItsPlace() {
        InvalidRecordException e = catchThrowableOfType(
                InvalidRecordException.class, () -> RecordReader.read("bad.json", "{\n \"scenario\": }"));

        assertThat(e.getMessage()).startsWith("bad.json:2:").contains("error SYNTAX: not JSON", "why:", "fix:");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"''", "[]", "{} x", "{\"kernel_tag\":\"rt\"}", "{\"a\":1,\"a\":2}"})
    void whatIsNoRecordIsRefused(String text) {
        InvalidRecordException e =
                catchThrowableOfType(InvalidRecordException.class, () -> RecordReader.read("bad.json", text));

        assertThat(e.diagnostics()).isNotEmpty();
    }

    @Test
    void anUnknownFieldIsAWarning() throws Exception {
        KernelRecord r = record("{\"rr_timeslice\":20}", "", thread("[\"yield\"]"));

        assertThat(r.warnings()).singleElement().satisfies(d -> {
            assertThat(d.code()).isEqualTo("UNUSED");
            assertThat(d.fix()).contains("rr_timeslice_ms");
        });
    }

    @Test
    void aRecordWithoutAnswersReadsAsOneWithThem() throws Exception {
        Path file = Records.committed().get(0);
        KernelRecord whole = RecordReader.read(file);
        String text = Files.readString(file);
        String input = text.substring(0, text.indexOf("\"stable\"")) + "\"machine2\": \"\"}";

        KernelRecord stripped = RecordReader.read(file.toString(), input);

        assertThat(stripped.workload()).isEqualTo(whole.workload());
        assertThat(stripped.kernel()).isEqualTo(whole.kernel());
        assertThat(stripped.stable()).isNull();
    }

    private static KernelRecord record(String kernel, String objects, String threads) throws InvalidRecordException {
        return RecordReader.read("r.json", text(kernel, objects, threads));
    }

    private static String thread(String steps) {
        return "{\"name\":\"T\",\"policy\":\"FIFO\",\"prio\":5,\"cpus\":[1,0],\"start_us\":3,\"steps\":[" + steps
                + "]}";
    }

    private static String text(String kernel, String objects, String threads) {
        return "{\"kernel\":\"6.1.0-56-rt-amd64 #1 SMP PREEMPT_RT\",\"kernel_tag\":\"rt\",\"runs\":[{\"run\":1,\"tick_phase_us\":1700}],\n"
                + "\"scenario\":{\"name\":\"s\",\"cpus\":2,\"horizon_us\":1000,\"kernel\":" + kernel + ",\"objects\":["
                + objects
                + "],\"threads\":[\n" + threads + "]}}";
    }
}
