// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.preemptsim.host.facts.InterruptFacts;
import org.preemptsim.models.spec.CpuSet;
import org.preemptsim.models.spec.PreemptionModel;

class HostFactsTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path root;

    private void file(String path, String text) throws IOException {
        Path p = root.resolve(path);
        Files.createDirectories(p.getParent());
        Files.writeString(p, text);
    }

    private HostFacts recorded() {
        return HostFacts.read(Samples.path("host-vm-6.18"));
    }

    @Test
    void readsTheRecordedMachine() {
        HostFacts f = recorded();
        assertThat(f.kernel().release().value()).contains("6.18.44");
        assertThat(f.kernel().hz().value()).contains(250L);
        assertThat(f.cpu().online().value()).contains(CpuSet.of(0, 1));
        assertThat(f.clock().current().value()).contains("tsc");
        assertThat(f.clock().available().value()).contains(List.of("tsc", "kvm-clock"));
        assertThat(f.clock().eventDevice().value()).contains("lapic-deadline");
        assertThat(f.sched().rtPeriodUs().value()).contains(1_000_000L);
        assertThat(f.idle().states()).hasSize(2);
        assertThat(f.virt().guest().value()).contains(true);
        assertThat(f.virt().virtual()).isTrue();
        assertThat(f.stat().cpus()).hasSize(2);
        assertThat(f.stat().steal().present()).isTrue();
        assertThat(f.interrupts().irqbalance().value()).contains("not running");
    }

    @Test
    void tellsTheModelOfADynamicKernelByItsBuildAndSaysSo() {
        HostFacts f = recorded();
        assertThat(f.kernel().build().value()).contains("PREEMPT_DYNAMIC");
        assertThat(f.kernel().preemption().value()).contains(PreemptionModel.NONE);
        assertThat(f.kernel().preemptionEvidence())
                .contains("no /sys/kernel/debug/sched/preempt")
                .contains("CONFIG_PREEMPT_NONE=y in /proc/config.gz");
    }

    @Test
    void readsInterruptLinesVectorsAndThreads() {
        InterruptFacts i = recorded().interrupts();
        InterruptFacts.Line ged =
                i.lines().stream().filter(l -> l.irq() == 24).findFirst().orElseThrow();
        assertThat(ged.controller()).isEqualTo("IO-APIC");
        assertThat(ged.trigger()).isEqualTo("5-edge");
        assertThat(ged.actions()).containsExactly("ACPI:Ged");
        assertThat(ged.counts()).containsExactly(1L, 0L);
        assertThat(ged.affinity().present()).isTrue();
        InterruptFacts.Line disk =
                i.lines().stream().filter(l -> l.irq() == 36).findFirst().orElseThrow();
        assertThat(disk.controller()).isEqualTo("PCI-MSIX-0000:00:02.0");
        assertThat(disk.actions()).containsExactly("virtio1-req.0");
        assertThat(i.vectors()).extracting(InterruptFacts.Vector::name).contains("LOC", "NMI", "ERR", "PIW");
        assertThat(i.threads()).extracting(InterruptFacts.IrqThread::irq).containsExactly(24, 25);
        assertThat(i.threads().get(0).policy()).isEqualTo("fifo:50");
        assertThat(i.threads().get(0).affinity().present()).isTrue();
    }

    @Test
    void saysOfEverythingAbsentThatItIsAbsent() {
        HostFacts f = HostFacts.read(root);
        assertThat(f.kernel().preemption().value()).isEmpty();
        assertThat(f.flat()).isNotEmpty();
        assertThat(f.flat().get("kernel.release")).isEqualTo("absent (no /proc/sys/kernel/osrelease)");
        assertThat(f.flat().get("kernel.hz")).startsWith("absent (no /proc/config.gz; no /boot/config-");
        assertThat(f.flat().get("clock.source")).startsWith("absent");
        assertThat(f.flat().get("irq.irqbalance")).startsWith("absent");
        assertThat(f.flat().get("virt.hypervisor_flag")).startsWith("absent");
        assertThat(f.flat().get("idle.states")).startsWith("absent");
        assertThat(f.virt().virtual()).isFalse();
    }

    @Test
    void knowsAnRtKernelByItsFileOrItsVersion() throws IOException {
        file("proc/sys/kernel/version", "#1 SMP PREEMPT_RT Debian 6.12.9-1");
        assertThat(HostFacts.read(root).kernel().preemption().value()).contains(PreemptionModel.RT);
        file("proc/sys/kernel/version", "#1 SMP PREEMPT RT Thu Mar 1");
        assertThat(HostFacts.read(root).kernel().preemption().value()).contains(PreemptionModel.RT);
        file("proc/sys/kernel/version", "#1 SMP");
        file("sys/kernel/realtime", "1\n");
        assertThat(HostFacts.read(root).kernel().preemption().value()).contains(PreemptionModel.RT);
    }

    @Test
    void believesDebugfsBeforeTheBootParameterBeforeTheBuild() throws IOException {
        file("proc/sys/kernel/osrelease", "6.12.0-test\n");
        file("proc/sys/kernel/version", "#1 SMP PREEMPT_DYNAMIC Debian");
        file("boot/config-6.12.0-test", "CONFIG_HZ=1000\nCONFIG_PREEMPT=y\nCONFIG_PREEMPT_DYNAMIC=y\n");
        assertThat(HostFacts.read(root).kernel().preemption().value()).contains(PreemptionModel.FULL);
        assertThat(HostFacts.read(root).kernel().hz().value()).contains(1_000L);
        file("proc/cmdline", "quiet preempt=voluntary isolcpus=2-3");
        assertThat(HostFacts.read(root).kernel().preemption().value()).contains(PreemptionModel.VOLUNTARY);
        assertThat(HostFacts.read(root).kernel().parameters()).containsEntry("isolcpus", "2-3");
        file("sys/kernel/debug/sched/preempt", "none voluntary full (lazy)\n");
        assertThat(HostFacts.read(root).kernel().preemption().value()).contains(PreemptionModel.LAZY);
    }

    @Test
    void doesNotGuessBetweenNoneAndVoluntary() throws IOException {
        file("proc/sys/kernel/version", "#1 SMP Debian 4.9.1");
        assertThat(HostFacts.read(root).kernel().preemption().value()).isEmpty();
        assertThat(HostFacts.read(root).kernel().preemptionEvidence()).contains("no kernel configuration to look at");
    }

    @Test
    void readsTheOldFormOfInterrupts() throws IOException {
        file(
                "proc/interrupts",
                "           CPU0       CPU1       \n  0:        127          3   IO-APIC-edge      timer\n"
                        + "  2:          0          0    XT-PIC  cascade\n 16:      12345          0   IO-APIC-fasteoi  "
                        + " uhci_hcd:usb3, eth0\n 27:        5        6     GICv2  30 Level     arch_timer\n"
                        + " 40:        0        0   IO-APIC   2-edge\nERR:          7\n");
        List<InterruptFacts.Line> lines = HostFacts.read(root).interrupts().lines();
        assertThat(lines.get(0).controller()).isEqualTo("IO-APIC-edge");
        assertThat(lines.get(0).actions()).containsExactly("timer");
        assertThat(lines.get(0).total()).isEqualTo(130);
        assertThat(lines.get(2).actions()).containsExactly("uhci_hcd:usb3", "eth0");
        assertThat(lines.get(3).trigger()).isEqualTo("30 Level");
        assertThat(lines.get(3).actions()).containsExactly("arch_timer");
        assertThat(lines.get(4).actions()).isEmpty();
        assertThat(HostFacts.read(root).interrupts().vectors().get(0).counts()).containsExactly(7L);
    }

    @Test
    void findsIrqbalanceAndTasksWithBracketsInTheirNames() throws IOException {
        String rest = " S 2 0 0 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 40 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 17 0 ";
        file("proc/7/stat", "7 (irq/9-a) (b))" + rest + "49 1 0 0");
        file("proc/8/stat", "8 (irqbalance)" + rest + "0 0 0 0");
        InterruptFacts i = HostFacts.read(root).interrupts();
        assertThat(i.irqbalance().value()).contains("running (pid 8)");
        assertThat(i.threads()).hasSize(1);
        assertThat(i.threads().get(0).name()).isEqualTo("irq/9-a) (b)");
        assertThat(i.threads().get(0).policy()).isEqualTo("fifo:49");
        assertThat(i.threads().get(0).affinity().toString()).isEqualTo("absent (no /proc/7/status)");
    }

    @Test
    void readsThisHostWithoutFailing() {
        assertThat(HostFacts.read().flat()).containsKeys("kernel.release", "cpu.online", "stat.steal_ticks");
    }
}
