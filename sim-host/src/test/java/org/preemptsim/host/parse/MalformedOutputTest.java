// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.preemptsim.host.Samples;

class MalformedOutputTest {
    private static void refusesText(String text, int line, String what) {
        assertThatExceptionOfType(MalformedOutputException.class)
                .isThrownBy(() -> CyclictestText.parse("out.txt", text))
                .satisfies(e -> assertThat(e.what())
                        .startsWith("out.txt:" + line + ": ")
                        .contains(what))
                .satisfies(e -> assertThat(e.line()).isEqualTo(line));
    }

    private static void refusesJson(String text, int line, String what) {
        assertThatExceptionOfType(MalformedOutputException.class)
                .isThrownBy(() -> CyclictestJson.parse("r.json", text))
                .satisfies(e ->
                        assertThat(e.what()).startsWith("r.json:" + line + ": ").contains(what));
    }

    @Test
    void refusesATextThatIsCutOff() {
        String sample = Samples.text("cyclictest_hist.txt");
        String cut = sample.substring(0, sample.indexOf("# Total"));
        refusesText(cut, (int) cut.chars().filter(c -> c == '\n').count() + 1, "without \"# Total:\"");
    }

    @Test
    void refusesRowsThatDoNotSumToTheTotal() {
        String sample = Samples.text("cyclictest_hist.txt").replace("000011 000380", "000011 000381");
        refusesText(sample, 63, "total 2990 but the rows above sum to 2991");
    }

    @Test
    void refusesARowWithAColumnMissing() {
        String sample = Samples.text("cyclictest_hist.txt").replace("000011 000380\t000033", "000011 000380");
        refusesText(sample, 14, "1 columns where the rows above have 2");
    }

    @Test
    void refusesBinsOutOfOrder() {
        refusesText("000003 000001\n000002 000001\n# Total: 000000002\n", 2, "bin 2 after bin 3");
    }

    @Test
    void refusesADamagedRow() {
        refusesText("000003 0000x1\n", 1, "cannot be read: 000003 0000x1");
    }

    @Test
    void refusesASumColumnThatIsNotTheSum() {
        String sample = Samples.text("cyclictest_histofall.txt")
                .replace("000008 000001\t000006\t000007", "000008 000001\t000006\t000008")
                .replace("# Total: 000000995 000000997 000001992", "# Total: 000000995 000000997 000001993");
        assertThatExceptionOfType(MalformedOutputException.class)
                .isThrownBy(() -> CyclictestText.parse("out.txt", sample))
                .withMessageContaining("the last column is not the sum of the others");
    }

    @Test
    void refusesNothingAtAll() {
        refusesText("", 1, "no histogram");
        refusesText("WARN: stat /dev/cpu_dma_latency failed\n", 2, "no histogram");
    }

    @Test
    void refusesANumberBeyondAllBounds() {
        refusesText("000001 99999999999999999999\n", 1, "cannot be read");
    }

    @Test
    void refusesJsonThatIsCutOff() {
        String sample = Samples.text("cyclictest_hist.json");
        String cut = sample.substring(0, sample.indexOf("\"30\": 4"));
        refusesJson(cut, (int) cut.chars().filter(c -> c == '\n').count() + 1, "not JSON");
    }

    @Test
    void refusesJsonWithoutThreads() {
        refusesJson("{\n \"num_threads\": 1\n}", 1, "\"thread\" is missing");
        refusesJson("{\n \"thread\": {}\n}", 2, "no thread");
        refusesJson("", 1, "empty");
    }

    @Test
    void refusesJsonThatContradictsItself() {
        String sample = Samples.text("cyclictest_hist.json");
        refusesJson(sample.replace("\"num_threads\": 2", "\"num_threads\": 3"), 16, "num_threads is 3 but 2");
        refusesJson(
                sample.replaceFirst("\"cycles\": 3000", "\"cycles\": 30"),
                19,
                "the histogram holds 2990 samples but there were only 30 cycles");
    }

    @Test
    void refusesValuesOfTheWrongKindAtTheirLine() {
        String sample = Samples.text("cyclictest_hist.json");
        refusesJson(sample.replaceFirst("\"7\": 21", "\"7\": \"many\""), 21, "a whole number");
        refusesJson(sample.replaceFirst("\"7\": 21", "\"seven\": 21"), 21, "\"seven\" is not a whole number");
        refusesJson(sample.replaceFirst("\"7\": 21", "\"7\": -21"), 21, "from 0 on");
    }
}
