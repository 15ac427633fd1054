// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.spec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.preemptsim.models.spec.KernelEras.Readers;
import org.preemptsim.models.spec.KernelEras.Release;
import org.preemptsim.models.spec.KernelEras.Requeue;
import org.preemptsim.models.spec.KernelSpec.KernelVersion;

class KernelErasTest {
    /** Rules K3.31 and K3.32. */
    @ParameterizedTest
    @CsvSource({
        "2, 6, 29, TAIL",
        "2, 6, 31, TAIL",
        "2, 6, 33, HEAD_IF_RUNNING",
        "2, 6, 38, HEAD_IF_RUNNING",
        "2, 6, 39, HEAD_WHEN_LOWERED",
        "3, 0, 0, HEAD_WHEN_LOWERED",
        "6, 1, 0, HEAD_WHEN_LOWERED"
    })
    void tellsTheTwoOldErasApartByTheirPatch(int major, int minor, int patch, Requeue requeue) {
        assertThat(KernelEras.of(new KernelVersion(major, minor, patch)).requeue())
                .isEqualTo(requeue);
    }

    /** Rules K3.25 and K3.32. */
    @Test
    void bareTwoSixStandsForTheLastKernelWithPendingOwners() {
        KernelEras eras = KernelEras.of(new KernelVersion(2, 6));
        assertThat(eras.release()).isEqualTo(Release.PENDING_OWNER);
        assertThat(eras.requeue()).isEqualTo(Requeue.HEAD_IF_RUNNING);
    }

    /** Rule K4.03. */
    @ParameterizedTest
    @CsvSource({
        "5, 15, 132, PASS_WAITING_WRITER",
        "5, 15, 133, WAIT_BEHIND_WRITER",
        "6, 1, 45, PASS_WAITING_WRITER",
        "6, 1, 46, WAIT_BEHIND_WRITER",
        "6, 3, 9, PASS_WAITING_WRITER",
        "6, 4, 0, WAIT_BEHIND_WRITER"
    })
    void knowsWhichReleasesGotTheFixForWriters(int major, int minor, int patch, Readers readers) {
        assertThat(KernelEras.of(new KernelVersion(major, minor, patch)).readers())
                .isEqualTo(readers);
    }

    @Test
    void versionsAreOrderedAndTwoPartsMeanTheLastRelease() {
        assertThat(new KernelVersion(6, 1)).isGreaterThan(new KernelVersion(6, 1, 140));
        assertThat(new KernelVersion(6, 1)).isLessThan(new KernelVersion(6, 2, 0));
        assertThat(new KernelVersion(6, 1, 3)).hasToString("6.1.3");
        assertThat(new KernelVersion(6, 1)).hasToString("6.1");
        assertThat(new KernelVersion(6, 6, 0).atLeast(6, 6)).isTrue();
    }
}
