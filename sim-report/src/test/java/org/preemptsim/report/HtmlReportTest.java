// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.preemptsim.experiment.result.BlameCause;
import org.preemptsim.experiment.result.Comparison;
import org.preemptsim.experiment.result.CpuTime;
import org.preemptsim.experiment.result.HostProvenance;
import org.preemptsim.experiment.result.LatencyResult;
import org.preemptsim.experiment.result.RunResult;
import org.preemptsim.experiment.result.WorkResult;

class HtmlReportTest {
    private static final String SCRIPT = "<script>alert(1)</script>";

    @Test
    void givesTheSameBytesTwice() {
        assertThat(HtmlReport.render(Made.up())).isEqualTo(HtmlReport.render(Made.up()));
    }

    @Test
    void showsEverySection() {
        assertThat(HtmlReport.render(Made.up()))
                .contains("Worst case: gpos 2,279.412 µs, 231 times that of rt (9.871 µs).")
                .contains("Useful work: rt gets 89 to 93 % of what gpos gets done.")
                .contains("<h2 id=\"latency\">", "<h2 id=\"distribution\">", "<h2 id=\"cpu\">", "<h2 id=\"work\">")
                .contains("<h2 id=\"blame\">", "<h2 id=\"provenance\">")
                .contains("0123456789abcdef", "cyclictest -m -n -q -p95 -D 12h -h60 -i 200")
                .contains("<td class=\"n weak\">~1,630.207</td>")
                .contains("for 2,272.985 µs the CPU stayed in stress/hdd#1&#39;s kernel code (truncate)")
                .contains("6. no check point: 2,272.985 µs, stress/hdd#1 (truncate)")
                .doesNotContain("INCOMPLETE");
    }

    @Test
    void leavesOutSectionsThatHaveNothingToSay() {
        RunResult measured = Recorded.histogram(Recorded.text("cyclictest_hist.txt"), "cyclictest -q", 14.29, 23.04);
        assertThat(HtmlReport.render(new Comparison(1, "host", List.of(measured))))
                .contains("cyclictest 2.40", "2026-11-22T02:15:51Z", "measured on a host", "uname.machine")
                .doesNotContain("id=\"blame\"", "id=\"work\"", "id=\"cpu\"", "href=\"#blame\"");
    }

    @Test
    void saysIncomplete() {
        RunResult cut = Made.cutShort(Made.ordinary("gpos"), 1_500_000_000L, "interrupted");
        assertThat(HtmlReport.render(new Comparison(1, "t", List.of(cut))))
                .contains("INCOMPLETE: gpos stopped after 1.5 s of 1 min simulated time (interrupted).")
                .contains("no: interrupted");
    }

    @Test
    void keepsHostileTextOutOfTheMarkup() {
        String page = HtmlReport.render(hostile());
        assertThat(page).doesNotContain("<script", "onerror=\"", "\u202e").contains("&lt;script&gt;alert(1)");
        assertThat(unbalanced(page)).isEmpty();
        assertThat(attributes(page)).noneMatch(a -> a.startsWith("on"));
    }

    @Test
    void loadsNothingAndRunsNothing() {
        String page = HtmlReport.render(Made.up());
        assertThat(page).doesNotContain("://", "<script", "<link", "<iframe", "<object", "<img", "url(", "@import");
        assertThat(attributes(page)).doesNotContain("src", "style", "action", "xlink:href");
        assertThat(page).containsPattern("<a href=\"#").doesNotContainPattern("href=\"[^#]");
    }

    @Test
    void allowsItsOwnStyleSheetAndNothingElse() throws Exception {
        String page = HtmlReport.render(Made.up());
        Matcher style = Pattern.compile("<style>(.*?)</style>", Pattern.DOTALL).matcher(page);
        assertThat(style.find()).isTrue();
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(style.group(1).getBytes(StandardCharsets.UTF_8));
        assertThat(page)
                .contains("content=\"default-src 'none'; style-src 'sha256-"
                        + Base64.getEncoder().encodeToString(hash) + "'; base-uri 'none'; form-action 'none'\"");
        assertThat(style.find()).isFalse();
    }

    @Test
    void closesEveryElementAndNamesEveryIdOnce() {
        String page = HtmlReport.render(Made.up());
        assertThat(unbalanced(page)).isEmpty();
        Set<String> ids = new HashSet<>();
        Matcher id = Pattern.compile(" id=\"([^\"]*)\"").matcher(page);
        while (id.find()) {
            assertThat(ids.add(id.group(1))).as(id.group(1)).isTrue();
        }
        Matcher labels =
                Pattern.compile("aria-labelledby=\"([^\"]*) ([^\"]*)\"").matcher(page);
        while (labels.find()) {
            assertThat(ids).contains(labels.group(1), labels.group(2));
        }
        Matcher links = Pattern.compile("href=\"#([^\"]*)\"").matcher(page);
        while (links.find()) {
            assertThat(ids).contains(links.group(1));
        }
    }

    private static Comparison hostile() {
        RunResult r = Made.ordinary(SCRIPT);
        LatencyResult l = Made.latency("\"><img onerror=\"x\" \u202e" + SCRIPT, () -> 3_000, 9_000, 100);
        RunResult evil = new RunResult(
                1,
                RunResult.Source.HOST,
                SCRIPT,
                SCRIPT,
                SCRIPT,
                1,
                SCRIPT,
                SCRIPT,
                SCRIPT,
                1,
                1,
                false,
                SCRIPT,
                List.of(l, l),
                List.of(new CpuTime(0, List.of(new CpuTime.Part(SCRIPT, 5)))),
                List.of(new WorkResult(SCRIPT, SCRIPT, 1, 1)),
                List.of(Made.sample(1, 10, List.of(Made.slice(BlameCause.LOCK_OWNER, 10, SCRIPT, SCRIPT)))),
                new HostProvenance(SCRIPT, SCRIPT, List.of(SCRIPT), Map.of(SCRIPT, SCRIPT)));
        return new Comparison(1, SCRIPT, List.of(r, evil));
    }

    private static List<String> attributes(String page) {
        return Pattern.compile("<[a-z][^>]*>")
                .matcher(page)
                .results()
                .flatMap(tag ->
                        Pattern.compile(" ([a-z:-]+)=\"").matcher(tag.group()).results())
                .map(a -> a.group(1))
                .distinct()
                .toList();
    }

    /** What is closed without being open, or the other way round. */
    private static String unbalanced(String page) {
        Deque<String> open = new ArrayDeque<>();
        Matcher tag = Pattern.compile("<(/?)([a-z][a-z0-9]*)[^>]*?(/?)>").matcher(page);
        Set<String> empty = Set.of("meta", "br");
        while (tag.find()) {
            if (!tag.group(1).isEmpty()) {
                String expected = open.isEmpty() ? "nothing" : open.pop();
                if (!expected.equals(tag.group(2))) {
                    return "</" + tag.group(2) + "> where </" + expected + "> was due";
                }
            } else if (tag.group(3).isEmpty() && !empty.contains(tag.group(2))) {
                open.push(tag.group(2));
            }
        }
        return String.join(",", open);
    }
}
