// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.report.picture;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Lettering drawn with a round pen along straight lines and quadratic curves, as on an engineer's drawing: the text of
 * {@link Png} without a font file, a font rasteriser or anything installed.
 *
 * <p>Glyphs stand on y = 0 with y upwards; capitals are 14 high, small letters 10, and descenders reach to -4. The table
 * has printable ASCII and the signs this project writes. Accents are dropped; any other character is an empty box.
 */
final class StrokeFont {
    private static final double UNITS_PER_EM = 19.4;
    private static final double SIDE = 1.7;
    private static final double SPACE = 5;
    private static final double PEN = 1.45;
    private static final double BOLD_PEN = 2.2;
    private static final int CURVE_STEPS = 8;
    private static final String BOX = "M0 0L0 13L7 13L7 0L0 0";
    private static final Map<Integer, Glyph> GLYPHS = glyphs();

    private StrokeFont() {}

    /** The advance of a text in the unit of {@code size}. */
    static double width(String text, double size) {
        double width = 0;
        for (int c : characters(text)) {
            width += c == ' ' ? SPACE : glyph(c).width() + 2 * SIDE;
        }
        return width * size / UNITS_PER_EM;
    }

    static double penWidth(double size, boolean bold) {
        return (bold ? BOLD_PEN : PEN) * size / UNITS_PER_EM;
    }

    /** Gives every stroke of the text as x and y coordinates, y downwards from the baseline at 0. */
    static void draw(String text, double size, BiConsumer<double[], double[]> stroke) {
        double unit = size / UNITS_PER_EM;
        double at = 0;
        for (int c : characters(text)) {
            if (c == ' ') {
                at += SPACE;
                continue;
            }
            Glyph glyph = glyph(c);
            for (double[] points : glyph.strokes()) {
                double[] xs = new double[points.length / 2];
                double[] ys = new double[points.length / 2];
                for (int i = 0; i < xs.length; i++) {
                    xs[i] = (at + SIDE + points[2 * i]) * unit;
                    ys[i] = -points[2 * i + 1] * unit;
                }
                stroke.accept(xs, ys);
            }
            at += glyph.width() + 2 * SIDE;
        }
    }

    private static int[] characters(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFD)
                .codePoints()
                .filter(c -> Character.getType(c) != Character.NON_SPACING_MARK)
                .toArray();
    }

    private static Glyph glyph(int c) {
        Glyph known = GLYPHS.get(c);
        return known == null ? Glyph.of(BOX) : known;
    }

    private record Glyph(double width, List<double[]> strokes) {
        static Glyph of(String path) {
            List<double[]> strokes = new ArrayList<>();
            List<Double> points = new ArrayList<>();
            double width = 0;
            for (String part : path.split("(?=[MLQ])", -1)) {
                double[] n = numbers(part);
                if (part.charAt(0) == 'M') {
                    finish(points, strokes);
                }
                if (part.charAt(0) == 'Q') {
                    curve(points, n);
                } else {
                    points.addAll(List.of(n[0], n[1]));
                }
                width = Math.max(width, n[n.length - 2]);
            }
            finish(points, strokes);
            return new Glyph(width, strokes);
        }

        private static double[] numbers(String part) {
            String[] words = part.substring(1).split(" ", -1);
            double[] numbers = new double[words.length];
            for (int i = 0; i < words.length; i++) {
                numbers[i] = Double.parseDouble(words[i]);
            }
            return numbers;
        }

        private static void curve(List<Double> points, double[] n) {
            double x = points.get(points.size() - 2);
            double y = points.get(points.size() - 1);
            for (int i = 1; i <= CURVE_STEPS; i++) {
                double t = (double) i / CURVE_STEPS;
                double u = 1 - t;
                points.add(u * u * x + 2 * u * t * n[0] + t * t * n[2]);
                points.add(u * u * y + 2 * u * t * n[1] + t * t * n[3]);
            }
        }

        private static void finish(List<Double> points, List<double[]> strokes) {
            if (!points.isEmpty()) {
                strokes.add(points.stream().mapToDouble(Double::doubleValue).toArray());
                points.clear();
            }
        }
    }

    private static Map<Integer, Glyph> glyphs() {
        Map<Integer, Glyph> glyphs = new HashMap<>();
        for (String line : TABLE.lines().toList()) {
            int c = line.codePointAt(0);
            glyphs.put(c, Glyph.of(line.substring(Character.charCount(c) + 1)));
        }
        return glyphs;
    }

    private static final String TABLE = """
            A M0 0L5 14L10 0M1.9 5L8.1 5
            B M0 0L0 14L5.4 14Q9 14 9 10.8Q9 7.5 5.4 7.5L0 7.5M5.4 7.5Q9.6 7.5 9.6 3.8Q9.6 0 5.4 0L0 0
            C M9.5 11Q8.6 14 5.2 14Q0 14 0 7Q0 0 5.2 0Q8.6 0 9.5 3
            D M0 0L0 14L4 14Q10 14 10 7Q10 0 4 0L0 0
            E M8.4 14L0 14L0 0L8.4 0M0 7.3L7.4 7.3
            F M8.4 14L0 14L0 0M0 7.3L7.4 7.3
            G M9.5 11Q8.6 14 5.2 14Q0 14 0 7Q0 0 5.2 0Q10 0 10 6.4L5.6 6.4
            H M0 0L0 14M9.5 0L9.5 14M0 7.3L9.5 7.3
            I M0 0L0 14
            J M6 14L6 4Q6 0 3 0Q0 0 0 3.5
            K M0 0L0 14M9 14L0 5.5M3.3 8.6L9.5 0
            L M0 14L0 0L8 0
            M M0 0L0 14L6 4L12 14L12 0
            N M0 0L0 14L9.5 0L9.5 14
            O M5.3 14Q0 14 0 7Q0 0 5.3 0Q10.6 0 10.6 7Q10.6 14 5.3 14
            P M0 0L0 14L5.5 14Q9.5 14 9.5 10.3Q9.5 6.6 5.5 6.6L0 6.6
            Q M5.3 14Q0 14 0 7Q0 0 5.3 0Q10.6 0 10.6 7Q10.6 14 5.3 14M6.6 3.4L10.6 -1
            R M0 0L0 14L5.5 14Q9.5 14 9.5 10.3Q9.5 6.6 5.5 6.6L0 6.6M5 6.6L9.6 0
            S M9 11.2Q8.3 14 4.8 14Q.7 14 .7 10.7Q.7 7.9 4.8 7.2Q9.5 6.4 9.5 3.5Q9.5 0 5 0Q.8 0 0 3.2
            T M0 14L10 14M5 14L5 0
            U M0 14L0 5Q0 0 4.8 0Q9.6 0 9.6 5L9.6 14
            V M0 14L5 0L10 14
            W M0 14L3.5 0L7 11L10.5 0L14 14
            X M0 0L9.5 14M0 14L9.5 0
            Y M0 14L5 6.5L10 14M5 6.5L5 0
            Z M0 14L9 14L0 0L9 0
            a M.7 8.4Q1.8 10 4.1 10Q7.4 10 7.4 6.8L7.4 0M7.4 6L4 6Q0 6 0 3Q0 0 3.4 0Q7.4 0 7.4 3.6
            b M0 14L0 0M0 5Q0 10 4 10Q8 10 8 5Q8 0 4 0Q0 0 0 5
            c M7.3 8Q6.4 10 4.1 10Q0 10 0 5Q0 0 4.1 0Q6.4 0 7.3 2
            d M8 14L8 0M8 5Q8 10 4 10Q0 10 0 5Q0 0 4 0Q8 0 8 5
            e M0 5.2L8 5.2Q8 10 4 10Q0 10 0 5Q0 0 4.2 0Q6.6 0 7.6 1.8
            f M1.8 0L1.8 11Q1.8 14 4.4 14L5.2 14M0 9.7L5 9.7
            g M8 10L8 -.5Q8 -4 4 -4Q1.6 -4 .5 -2.6M8 5Q8 10 4 10Q0 10 0 5Q0 0 4 0Q8 0 8 5
            h M0 14L0 0M0 5.5Q0 10 4 10Q7.5 10 7.5 6L7.5 0
            i M.4 10L.4 0M.4 13.6L.4 13.8
            j M2.2 10L2.2 -1.5Q2.2 -4 0 -4M2.2 13.6L2.2 13.8
            k M0 14L0 0M7 10L0 3.8M2.6 6.1L7.3 0
            l M.4 14L.4 2Q.4 0 2.4 0
            m M0 10L0 0M0 6Q0 10 3 10Q6 10 6 6.5L6 0M6 6Q6 10 9 10Q12 10 12 6.5L12 0
            n M0 10L0 0M0 5.5Q0 10 4 10Q7.5 10 7.5 6L7.5 0
            o M4 10Q0 10 0 5Q0 0 4 0Q8 0 8 5Q8 10 4 10
            p M0 10L0 -4M0 5Q0 10 4 10Q8 10 8 5Q8 0 4 0Q0 0 0 5
            q M8 10L8 -4M8 5Q8 10 4 10Q0 10 0 5Q0 0 4 0Q8 0 8 5
            r M0 10L0 0M0 5.5Q0 10 3.6 10L4.6 10
            s M6.6 8.2Q6 10 3.6 10Q.6 10 .6 7.6Q.6 5.6 3.6 5.1Q7 4.5 7 2.4Q7 0 3.6 0Q.7 0 0 2
            t M2 13L2 3Q2 0 4.4 0L5.2 0M0 9.7L5 9.7
            u M0 10L0 4Q0 0 3.5 0Q7.5 0 7.5 4.5M7.5 10L7.5 0
            v M0 10L4 0L8 10
            w M0 10L2.8 0L5.8 9L8.8 0L11.6 10
            x M0 0L7.5 10M0 10L7.5 0
            y M0 10L4 0M8 10L3.4 -1.6Q2.6 -4 .6 -4
            z M0 10L7 10L0 0L7 0
            0 M4.2 14Q0 14 0 7Q0 0 4.2 0Q8.4 0 8.4 7Q8.4 14 4.2 14
            1 M1.2 11.2L4.8 14L4.8 0M1 0L8.4 0
            2 M.4 10.6Q.6 14 4.2 14Q7.9 14 7.9 10.4Q7.9 8.4 5.6 6L0 0L8.4 0
            3 M.4 11.4Q1.2 14 4.1 14Q7.8 14 7.8 10.8Q7.8 7.6 4.1 7.6L3 7.6M4.1 7.6Q8.4 7.6 8.4 3.9Q8.4 0 4.2 0Q.8 0 0 2.9
            4 M6.4 0L6.4 14L0 4L8.4 4
            5 M7.6 14L1.2 14L.6 7.6Q2 9 4.2 9Q8.4 9 8.4 4.6Q8.4 0 4.2 0Q.9 0 0 2.7
            6 M7.2 12.6Q6.2 14 4.5 14Q0 14 0 6.4Q0 0 4.2 0Q8.4 0 8.4 4.4Q8.4 8.8 4.4 8.8Q.6 8.8 0 5
            7 M0 14L8.4 14L2.8 0
            8 M4.2 7.6Q.6 7.6 .6 10.8Q.6 14 4.2 14Q7.8 14 7.8 10.8Q7.8 7.6 4.2 7.6Q0 7.6 0 3.8Q0 0 4.2 0Q8.4 0 8.4 3.8Q8.4 7.6 4.2 7.6
            9 M1.2 1.4Q2.2 0 3.9 0Q8.4 0 8.4 7.6Q8.4 14 4.2 14Q0 14 0 9.6Q0 5.2 4 5.2Q7.8 5.2 8.4 9
            ! M.4 14L.4 4.5M.4 .3L.4 0
            " M0 14L0 10.5M3 14L3 10.5
            # M2 0L4 14M6 0L8 14M0 4.5L9.5 4.5M.5 9.5L10 9.5
            $ M8.4 11Q7.7 13 4.6 13Q.7 13 .7 10.2Q.7 7.8 4.6 7.2Q9 6.4 9 3.8Q9 1 4.8 1Q.8 1 0 3.4M4.7 15.4L4.7 -1.4
            % M9 14L1.4 0M2.2 14Q0 14 0 11.5Q0 9 2.2 9Q4.4 9 4.4 11.5Q4.4 14 2.2 14M8.2 5Q6 5 6 2.5Q6 0 8.2 0Q10.4 0 10.4 2.5Q10.4 5 8.2 5
            & M10 0L2.2 9.2Q1 10.6 1 11.6Q1 14 3.6 14Q6.2 14 6.2 11.6Q6.2 10 4 8.4Q0 6 0 3.4Q0 0 4 0Q7.6 0 9.4 6
            ' M0 14L0 10.5
            ( M3 15.5Q0 12 0 6Q0 0 3 -3.5
            ) M0 15.5Q3 12 3 6Q3 0 0 -3.5
            * M3 14L3 7M0 12.2L6 8.8M6 12.2L0 8.8
            + M4.5 11L4.5 2M0 6.5L9 6.5
            , M.9 .3L0 -2.6
            - M0 5.5L5 5.5
            . M.3 .3L.3 0
            / M0 -2L6 15
            : M.3 .3L.3 0M.3 8.9L.3 8.6
            ; M.9 .3L0 -2.6M.9 8.9L.9 8.6
            < M7 11L0 6.5L7 2
            = M0 8.5L8 8.5M0 4.5L8 4.5
            > M0 11L7 6.5L0 2
            ? M0 11Q.4 14 3.6 14Q7 14 7 11Q7 8.8 4.9 7.4Q3.5 6.4 3.5 4.5M3.5 .3L3.5 0
            @ M8.5 8Q7.8 9.5 6 9.5Q3.5 9.5 3.5 6Q3.5 3 6 3Q8.5 3 8.5 6L8.5 9.5M8.5 6Q8.5 3 10.3 3Q12 3 12 7Q12 14 6.2 14Q0 14 0 6Q0 -2.5 6.5 -2.5Q9 -2.5 10.5 -1.5
            [ M3 15L0 15L0 -3L3 -3
            \\ M0 15L6 -2
            ] M0 15L3 15L3 -3L0 -3
            ^ M0 8.5L3.5 14L7 8.5
            _ M0 -2L8 -2
            ` M0 14L2 11.5
            { M4 15.5Q2 15.5 2 13L2 8.5Q2 6.2 0 6Q2 5.8 2 3.5L2 -1Q2 -3.5 4 -3.5
            | M0 15.5L0 -3.5
            } M0 15.5Q2 15.5 2 13L2 8.5Q2 6.2 4 6Q2 5.8 2 3.5L2 -1Q2 -3.5 0 -3.5
            ~ M0 5.5Q.6 8 2.6 7.6Q4 7.2 5 6.2Q6.2 5 7.4 5.4Q8.6 5.8 9 8
            \u00b5 M0 10L0 -4M0 4Q0 0 3.5 0Q7.5 0 7.5 4.5M7.5 10L7.5 0
            \u00d7 M0 2.8L7.2 10M0 10L7.2 2.8
            \u00b7 M.3 6.8L.3 6.5
            \u2013 M0 5.5L7.5 5.5
            \u2026 M.3 .3L.3 0M4.6 .3L4.6 0M8.9 .3L8.9 0
            \u2265 M0 12L7 8.2L0 4.4M0 .8L7 .8
            \u2264 M7 12L0 8.2L7 4.4M0 .8L7 .8
            """;
}
