// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WarningsTest {
    private static final String HEAD = """
            preemptsim: 1
            name: s
            kernel: {preemption: full}
            """;

    private static List<String> warnings(String text) {
        ReadResult result = ScenarioReader.readText("s.yaml", text, IncludeResolver.ofTexts(Map.of()));
        assertThat(result.ok()).as(result.render()).isTrue();
        assertThat(result.diagnostics()).allMatch(d -> d.severity() == Severity.WARNING);
        return result.diagnostics().stream()
                .map(d -> d.line() + ":" + d.column() + " " + d.code())
                .toList();
    }

    @Test
    void warnsOfAnOptionWithoutEffectOnceForAllVariants() {
        String text = HEAD + """
                workload:
                  cyclictest: {command: cyclictest -q -N}
                variants: {a: {}, b: {kernel.preemption: rt}}
                """;
        assertThat(warnings(text)).containsExactly("5:39 SC042");
    }

    @Test
    void warnsOfTheFirstStepThatNeverRuns() {
        String text = HEAD + """
                workload:
                  tasks:
                    - name: t
                      program:
                        - repeat: {steps: [compute: 1us]}
                        - compute: 2us
                        - work: 1
                """;
        assertThat(warnings(text)).containsExactly("9:11 SC038");
    }

    @Test
    void warnsOfLocksTakenInOppositeOrders() {
        String text = HEAD + """
                workload:
                  locks: {a: spinlock, b: spinlock}
                  tasks:
                    - name: one
                      program: [syscall: {name: x, steps: [lock: a, lock: b, unlock: b, unlock: a]}]
                    - name: two
                      program: [syscall: {name: y, steps: [lock: b, lock: a, unlock: a, unlock: b]}]
                """;
        assertThat(warnings(text)).containsExactly("10:59 SC039");
    }

    @Test
    void warnsOfACycleOfThreeLocksButNotOfOneOrder() {
        String pair =
                "    - {name: t%s%s, program: [syscall: {name: x, steps: [lock: %s, hold: {lock: %s, for: 1us}, unlock: %s]}]}\n";
        String head = HEAD + "workload:\n  locks: {a: spinlock, b: spinlock, c: spinlock}\n  tasks:\n";
        String ordered = head + pair("a", "b", pair) + pair("b", "c", pair) + pair("a", "c", pair);
        String cyclic = head + pair("a", "b", pair) + pair("b", "c", pair) + pair("c", "a", pair);
        assertThat(warnings(ordered)).isEmpty();
        assertThat(warnings(cyclic)).hasSize(1).first().asString().contains("SC039");
    }

    @Test
    void warnsOfUserMutexesTakenInOppositeOrders() {
        String text = HEAD + """
                workload:
                  objects: {a: mutex, b: {mutex: inherit}}
                  tasks:
                    - name: one
                      program: [lock: a, mutex_lock: b, unlock: b, unlock: a]
                    - name: two
                      program: [mutex_lock: b, compute: 1us, lock: a, unlock: a, unlock: b]
                """;
        assertThat(warnings(text)).containsExactly("10:52 SC039");
    }

    @Test
    void triedLocksHaveNoOrder() {
        String text = HEAD + """
                workload:
                  objects: {a: mutex, b: mutex}
                  tasks:
                    - {name: one, program: [lock: a, mutex_trylock: b, unlock: b, unlock: a]}
                    - {name: two, program: [lock: b, mutex_lock: {object: a, timeout: 1ms}, unlock: a, unlock: b]}
                """;
        assertThat(warnings(text)).isEmpty();
    }

    @Test
    void warnsOfStepsAfterAnExit() {
        String text = HEAD + """
                workload:
                  tasks: [{name: t, program: [exit, compute: 1us]}]
                """;
        assertThat(warnings(text)).containsExactly("5:37 SC038");
    }

    @Test
    void leavesMisuseToTheRunWhereTheTaskSaysSo() {
        String text = HEAD + """
                workload:
                  objects: {m: mutex, p: {mutex: {protocol: protect, ceiling: 5}}, c: condition}
                  locks: {km: mutex, rtm: rt_mutex}
                  tasks:
                    - name: t
                      policy: fifo:50
                      allow_errors: true
                      program:
                        - mutex_unlock: m
                        - mutex_lock: p
                        - cond_wait: {condition: c, mutex: m, timeout: 1ms}
                        - lock: km
                        - lock: km
                        - mutex_lock: m
                        - mutex_lock: m
                    - name: u
                      program: [{mutex_lock: {object: m, timeout: 1ms}}, {compute: 1us}]
                """;
        assertThat(warnings(text)).isEmpty();
    }

    private static String pair(String outer, String inner, String form) {
        return String.format(form, outer, inner, outer, inner, outer);
    }
}
