// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.preemptsim.experiment.result.Comparison;
import org.preemptsim.experiment.result.RunResult;
import org.preemptsim.report.PlotOptions.XAxis;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

class HistogramPlotGoldenTest {
    // Recorded on JDK 17 and the same on JDK 25; a change here is a change of every picture.
    private static final String SVG_SHA256 = "ac8de7c0ddb18f6f7f433bed666e558477cefa6b7ad5dbcafbd38d8f8590fd72";
    private static final String PNG_SHA256 = "b9e6ab67d104f6364281bfe4ae7f82c83938bcb768bdad2a09b2638764729763";

    @Test
    void givesTheRecordedBytesOnEveryJdk() throws Exception {
        String svg = HistogramPlot.svg(Made.up(), PlotOptions.DEFAULT);
        assertThat(sha256(svg.getBytes(StandardCharsets.UTF_8))).isEqualTo(SVG_SHA256);
        assertThat(sha256(HistogramPlot.png(Made.up(), PlotOptions.DEFAULT))).isEqualTo(PNG_SHA256);
    }

    @Test
    void isWellFormedXmlWithEveryVariantNamed() throws Exception {
        Document svg = parse(HistogramPlot.svg(Made.up(), PlotOptions.DEFAULT));
        assertThat(texts(svg))
                .contains("cyclictest under stress", "gpos", "rt", "wakeup latency, µs", "samples per µs")
                .contains("max 2,279 µs", "avg 7.26 µs", "max 9.87 µs");
        assertThat(svg.getElementsByTagName("desc").item(0).getTextContent())
                .contains("gpos: 300,000 samples")
                .contains("greatest 2,279.412 µs");
    }

    @Test
    void writesAPngThatReadersRead() throws Exception {
        byte[] png = HistogramPlot.png(Made.up(), PlotOptions.DEFAULT);
        var image = Objects.requireNonNull(ImageIO.read(new ByteArrayInputStream(png)));
        assertThat(image.getWidth()).isEqualTo(1_920);
        assertThat(image.getHeight()).isEqualTo(1_080);
        assertThat(png.length).isLessThan(500_000);
    }

    @Test
    void isLogarithmicOnlyForAWideRange() throws Exception {
        Comparison narrow = new Comparison(1, "rt alone", List.of(Made.realtime("rt")));
        assertThat(texts(parse(HistogramPlot.svg(narrow, PlotOptions.DEFAULT))))
                .contains("0", "2", "4", "6", "8", "10");
        assertThat(texts(parse(HistogramPlot.svg(Made.up(), PlotOptions.DEFAULT))))
                .contains("1", "2", "5", "2,000");
        assertThat(texts(parse(HistogramPlot.svg(Made.up(), PlotOptions.DEFAULT.with(XAxis.LINEAR, 0)))))
                .contains("0", "200", "1,000", "2,000");
    }

    @Test
    void tellsWhatLiesBeyondItsLimit() throws Exception {
        List<String> texts = texts(parse(HistogramPlot.svg(Made.up(), PlotOptions.DEFAULT.with(XAxis.LINEAR, 60))));
        assertThat(texts).contains("3,383 not shown", "60");
        assertThat(texts.stream().filter(t -> t.startsWith("max"))).hasSize(3);
    }

    @Test
    void tellsWhatAMeasurementOnlyCounted() throws Exception {
        RunResult measured = Recorded.histogram(Recorded.text("cyclictest_hist.txt"), "cyclictest -q", 14.29, 23.04);
        Document svg = parse(HistogramPlot.svg(new Comparison(1, "host", List.of(measured)), PlotOptions.DEFAULT));
        assertThat(texts(svg)).contains("22 not shown", "max 1,223 µs");
    }

    @Test
    void escapesHostileNames() throws Exception {
        Comparison hostile =
                new Comparison(1, "<script>alert(1)</script>", List.of(Made.ordinary("</text><script>x</script>")));
        for (String svg : List.of(
                HistogramPlot.svg(hostile, PlotOptions.DEFAULT), HistogramPlot.ccdfSvg(hostile, PlotOptions.DEFAULT))) {
            assertThat(parse(svg).getElementsByTagName("script").getLength()).isZero();
            assertThat(svg).contains("&lt;script&gt;");
        }
    }

    @Test
    void drawsTheShareOfLaterWakeups() throws Exception {
        assertThat(texts(parse(HistogramPlot.ccdfSvg(Made.up(), PlotOptions.DEFAULT))))
                .contains("all", "1 in 10", "1 in 100", "1 in 1k", "1 in 100k");
    }

    @Test
    void saysWhenThereIsNothingToDraw() throws Exception {
        Comparison none = new Comparison(
                1, "t", List.of(Made.run("s", "v", "6.6 rt", List.of(), List.of(), List.of(), List.of())));
        assertThat(texts(parse(HistogramPlot.svg(none, PlotOptions.DEFAULT)))).contains("no samples");
        assertThat(texts(parse(HistogramPlot.ccdfSvg(none, PlotOptions.DEFAULT))))
                .contains("no samples");
        assertThat(HistogramPlot.png(none, PlotOptions.DEFAULT)).isNotEmpty();
    }

    @Test
    void refusesSizesNoPictureHas() {
        assertThatThrownBy(() -> new PlotOptions(10, 540, XAxis.AUTO, 0, "", 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a plot is 480 to 4000 wide, not 10");
        assertThatThrownBy(() -> new PlotOptions(960, 540, XAxis.AUTO, -1, "", 2))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static List<String> texts(Document svg) {
        NodeList nodes = svg.getElementsByTagName("text");
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            texts.add(nodes.item(i).getTextContent());
        }
        return texts;
    }

    private static Document parse(String xml) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
