// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulationTest {
    private final List<String> fired = new ArrayList<>();
    private EventSink behaviour = (slot, nowNs) -> {};
    private final Simulation simulation = new Simulation(new EventSet(4), (slot, nowNs) -> {
        fired.add(slot + "@" + nowNs);
        behaviour.fire(slot, nowNs);
    });

    @Test
    void firesInTimeOrderUpToAndIncludingTheHorizon() {
        simulation.schedule(0, 30);
        simulation.schedule(1, 10);
        simulation.schedule(2, 20);
        assertThat(simulation.run(20)).isEqualTo(StopReason.HORIZON);
        assertThat(fired).containsExactly("1@10", "2@20");
        assertThat(simulation.nowNs()).isEqualTo(20);
        assertThat(simulation.eventCount()).isEqualTo(2);
    }

    @Test
    void setsTheClockToTheHorizonWhenNothingIsLeft() {
        simulation.schedule(0, 5);
        assertThat(simulation.run(100)).isEqualTo(StopReason.EXHAUSTED);
        assertThat(simulation.nowNs()).isEqualTo(100);
        assertThat(simulation.timeOf(0)).isEqualTo(EventSet.NEVER);
    }

    @Test
    void isAtTheHorizonWhenTheLastEventLiesBeyondIt() {
        simulation.schedule(0, 101);
        assertThat(simulation.run(100)).isEqualTo(StopReason.HORIZON);
        assertThat(simulation.nowNs()).isEqualTo(100);
        assertThat(fired).isEmpty();
        assertThat(simulation.run(101)).isEqualTo(StopReason.EXHAUSTED);
        assertThat(fired).containsExactly("0@101");
    }

    @Test
    void neverMovesTheClockBack() {
        simulation.run(100);
        assertThat(simulation.run(50)).isEqualTo(StopReason.EXHAUSTED);
        assertThat(simulation.nowNs()).isEqualTo(100);
    }

    @Test
    void stopsAfterTheEventInProgressWhenRequested() {
        behaviour = (slot, nowNs) -> {
            if (slot == 1) {
                simulation.requestStop();
                assertThat(simulation.advance(1, nowNs + 1)).isFalse();
            }
        };
        simulation.schedule(0, 10);
        simulation.schedule(1, 10);
        simulation.schedule(2, 10);
        assertThat(simulation.run(100)).isEqualTo(StopReason.REQUESTED);
        assertThat(fired).containsExactly("0@10", "1@10");
        assertThat(simulation.nowNs()).isEqualTo(10);
        assertThat(simulation.run(100)).isEqualTo(StopReason.EXHAUSTED);
        assertThat(fired).containsExactly("0@10", "1@10", "2@10");
    }

    @Test
    void requestIsTheReasonEvenAtTheLastEvent() {
        behaviour = (slot, nowNs) -> simulation.requestStop();
        simulation.schedule(0, 100);
        assertThat(simulation.run(100)).isEqualTo(StopReason.REQUESTED);
    }

    @Test
    void runsAheadWhileItIsFirstAndNoFurtherThanTheHorizon() {
        behaviour = (slot, nowNs) -> {
            if (slot == 0) {
                assertThat(simulation.advance(0, nowNs + 5)).isTrue();
                assertThat(simulation.nowNs()).isEqualTo(nowNs + 5);
                assertThat(simulation.advance(0, 19)).as("before slot 1 at 20").isTrue();
                assertThat(simulation.advance(0, 20))
                        .as("at 20, slot 0 precedes slot 1")
                        .isTrue();
                assertThat(simulation.advance(0, 21)).as("after slot 1").isFalse();
                simulation.cancel(1);
                simulation.schedule(0, 21);
            } else {
                assertThat(simulation.advance(2, 100)).as("at the horizon").isTrue();
                assertThat(simulation.advance(2, 101)).as("beyond it").isFalse();
            }
        };
        simulation.schedule(0, 10);
        simulation.schedule(1, 20);
        simulation.run(20);
        assertThat(simulation.ranAheadCount()).isEqualTo(3);
        simulation.cancel(0);
        simulation.schedule(2, 50);
        simulation.run(100);
        assertThat(simulation.ranAheadCount()).isEqualTo(4);
        assertThat(simulation.eventCount()).isEqualTo(6);
        assertThat(fired).containsExactly("0@10", "2@50");
    }

    @Test
    void doesNotRunAheadPastAnEventScheduledMeanwhile() {
        behaviour = (slot, nowNs) -> {
            if (slot == 2) {
                simulation.schedule(1, 15);
                assertThat(simulation.advance(2, 15))
                        .as("slot 1 precedes slot 2 at 15")
                        .isFalse();
                assertThat(simulation.advance(2, 14)).isTrue();
                simulation.schedule(3, 14);
                assertThat(simulation.advance(2, 14))
                        .as("slot 2 precedes slot 3 at 14")
                        .isTrue();
                assertThat(simulation.advance(2, 15)).isFalse();
            }
        };
        simulation.schedule(2, 10);
        simulation.run(100);
        assertThat(fired).containsExactly("2@10", "3@14", "1@15");
    }

    @Test
    void runsOnlyTheFiringSourceAhead() {
        behaviour = (slot, nowNs) ->
                assertThat(simulation.advance(slot + 1, nowNs + 1)).isFalse();
        simulation.schedule(0, 10);
        simulation.run(100);
        assertThat(simulation.advance(0, 200)).as("between runs").isFalse();
        assertThat(simulation.nowNs()).isEqualTo(100);
    }

    @Test
    void runningAheadLeavesTheOwnSlotIdle() {
        behaviour = (slot, nowNs) -> {
            simulation.schedule(0, 12);
            assertThat(simulation.timeOf(0)).isEqualTo(12);
            assertThat(simulation.advance(0, 15)).isTrue();
            assertThat(simulation.timeOf(0)).isEqualTo(EventSet.NEVER);
        };
        simulation.schedule(0, 10);
        assertThat(simulation.run(100)).isEqualTo(StopReason.EXHAUSTED);
        assertThat(fired).containsExactly("0@10");
    }

    @Test
    void countsTheFiringSlotAsIdle() {
        behaviour = (slot, nowNs) -> {
            assertThat(simulation.timeOf(0)).isEqualTo(EventSet.NEVER);
            assertThat(simulation.timeOf(1)).isEqualTo(40);
        };
        simulation.schedule(0, 10);
        simulation.schedule(1, 40);
        simulation.run(20);
        assertThat(fired).containsExactly("0@10");
    }

    @Test
    void refusesThePastAndTimesBeyondTheKey() {
        behaviour = (slot, nowNs) -> {
            if (slot != 0) {
                return;
            }
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> simulation.schedule(1, nowNs - 1))
                    .withMessageContaining("slot 1")
                    .withMessageContaining("9 ns")
                    .withMessageContaining("10 ns");
            assertThatIllegalArgumentException().isThrownBy(() -> simulation.advance(0, nowNs - 1));
            assertThatIllegalArgumentException().isThrownBy(() -> simulation.schedule(1, EventSet.NEVER));
            simulation.schedule(1, nowNs);
        };
        simulation.schedule(0, 10);
        simulation.run(10);
        assertThat(fired).containsExactly("0@10", "1@10");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> simulation.run(EventSet.NEVER))
                .withMessageContaining("horizon");
    }

    @Test
    void refusesToRunFromWithinARunOrAfterAFailedOne() {
        behaviour = (slot, nowNs) -> {
            assertThatIllegalStateException()
                    .isThrownBy(() -> simulation.run(100))
                    .withMessageContaining("slot 0");
            throw new UnsupportedOperationException("broken model");
        };
        simulation.schedule(0, 10);
        assertThatThrownBy(() -> simulation.run(100)).isInstanceOf(UnsupportedOperationException.class);
        assertThatIllegalStateException().isThrownBy(() -> simulation.run(100));
    }
}
