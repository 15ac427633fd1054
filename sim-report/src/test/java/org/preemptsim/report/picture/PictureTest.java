// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.report.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class PictureTest {
    private static final String HOSTILE = "<script>alert(1)</script> & \"'\u0000\u0007\ud800";

    @Test
    void paintsWhatAStandardReaderSees() throws IOException {
        Scene scene = scene(
                new Shape.Box(10, 5, 20, 10, Ink.SERIES_2, 1, ""),
                Shape.Line.straight(0, 25.5, 40, 25.5, Ink.TEXT, 1, 0));
        BufferedImage image = read(Png.document(scene, 1));
        assertThat(image.getWidth()).isEqualTo(40);
        assertThat(image.getHeight()).isEqualTo(30);
        assertThat(rgb(image, 0, 0)).isEqualTo(0xffffff);
        assertThat(rgb(image, 10, 5)).isEqualTo(0x0072b2);
        assertThat(rgb(image, 29, 14)).isEqualTo(0x0072b2);
        assertThat(rgb(image, 30, 14)).isEqualTo(0xffffff);
        assertThat(rgb(image, 20, 25)).isEqualTo(0x1b1f24);
    }

    @Test
    void boxesThatMeetWithinAPixelLeaveNoSeam() throws IOException {
        Shape.Steps steps = new Shape.Steps(
                2,
                List.of(new Shape.Step(10.3, 5), new Shape.Step(20.6, 5), new Shape.Step(30, 5)),
                25,
                Ink.SERIES_1,
                0.01,
                0.5);
        BufferedImage image = read(Png.document(scene(steps), 1));
        assertThat(rgb(image, 10, 15)).isEqualTo(rgb(image, 5, 15));
        assertThat(rgb(image, 20, 15)).isEqualTo(rgb(image, 5, 15));
    }

    @Test
    void dashesHaveGaps() throws IOException {
        BufferedImage image = read(Png.document(scene(Shape.Line.straight(0, 10.5, 40, 10.5, Ink.TEXT, 1, 6)), 1));
        assertThat(rgb(image, 3, 10)).isEqualTo(0x1b1f24);
        assertThat(rgb(image, 9, 10)).isEqualTo(0xffffff);
        assertThat(rgb(image, 15, 10)).isEqualTo(0x1b1f24);
    }

    @Test
    void paintsTheSameBytesTwice() {
        assertThat(Png.document(lettering(), 2)).isEqualTo(Png.document(lettering(), 2));
        assertThat(Svg.document(lettering())).isEqualTo(Svg.document(lettering()));
    }

    @Test
    void writesWellFormedXmlAndKeepsForeignTextText() throws Exception {
        Scene hostile = new Scene(
                "x",
                40,
                30,
                HOSTILE,
                HOSTILE,
                List.of(
                        new Shape.Box(1, 1, 2, 2, Ink.TEXT, 1, HOSTILE),
                        new Shape.Label(1, 9, HOSTILE, 9, Shape.Anchor.END, true, true, true, Ink.TEXT)));
        Document document = parse(Svg.document(hostile));
        assertThat(document.getElementsByTagName("script").getLength()).isZero();
        assertThat(document.getElementsByTagName("text").item(0).getTextContent())
                .isEqualTo("<script>alert(1)</script> & \"'\ufffd\ufffd\ufffd");
    }

    @Test
    void namesThePictureForThoseWhoDoNotSeeIt() throws Exception {
        Document document = parse(Svg.document(scene()));
        assertThat(document.getDocumentElement().getAttribute("role")).isEqualTo("img");
        assertThat(document.getDocumentElement().getAttribute("aria-labelledby"))
                .isEqualTo("test-title test-desc");
        assertThat(document.getElementsByTagName("title").item(0).getTextContent())
                .isEqualTo("A title");
        assertThat(document.getElementsByTagName("desc").item(0).getTextContent())
                .isEqualTo("A description");
    }

    @Test
    void writesShortNumbers() {
        assertThat(Svg.number(0)).isEqualTo("0");
        assertThat(Svg.number(-0.001)).isEqualTo("0");
        assertThat(Svg.number(12.5)).isEqualTo("12.5");
        assertThat(Svg.number(-1.055)).isEqualTo("-1.05");
        assertThat(Svg.number(3.049)).isEqualTo("3.05");
    }

    @Test
    void hasAGlyphForAllOfPrintableAscii() {
        List<String> boxes = new ArrayList<>();
        double[][] unknown = strokes("漢");
        for (char c = '!'; c <= '~'; c++) {
            double[][] drawn = strokes(Character.toString(c));
            if (Arrays.deepEquals(drawn, unknown)) {
                boxes.add(Character.toString(c));
            }
        }
        assertThat(boxes).isEmpty();
        assertThat(strokes("é")).isDeepEqualTo(strokes("e"));
        assertThat(StrokeFont.width("0", 19.4)).isEqualTo(StrokeFont.width("1", 19.4));
    }

    @Test
    void refusesAnIdThatIsNone() {
        assertThatThrownBy(() -> new Scene("a b", 1, 1, "", "", List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static double[][] strokes(String text) {
        List<double[]> strokes = new ArrayList<>();
        StrokeFont.draw(text, 12, (xs, ys) -> {
            strokes.add(xs);
            strokes.add(ys);
        });
        return strokes.toArray(double[][]::new);
    }

    private static Scene lettering() {
        return scene(
                new Shape.Label(5, 20, "µs ×≥ 1,234.5 Agfq", 14, Shape.Anchor.START, false, false, true, Ink.TEXT));
    }

    private static Scene scene(Shape... shapes) {
        return new Scene("test", 40, 30, "A title", "A description", List.of(shapes));
    }

    private static int rgb(BufferedImage image, int x, int y) {
        return image.getRGB(x, y) & 0xffffff;
    }

    private static BufferedImage read(byte[] png) throws IOException {
        return Objects.requireNonNull(ImageIO.read(new ByteArrayInputStream(png)));
    }

    private static Document parse(String xml) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    }
}
