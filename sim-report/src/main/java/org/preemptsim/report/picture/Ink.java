// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.report.picture;

import java.util.Locale;

/**
 * What a colour stands for, with its value on light and on dark paper.
 *
 * <p>The series follow Okabe and Ito's palette, which people of any colour vision tell apart, darkened or lightened
 * where the paper asks for contrast. Never is colour the only carrier: series have labels, slices have numbers.
 */
public enum Ink {
    PAPER(0xffffff, 0x12161c),
    TEXT(0x1b1f24, 0xe6edf3),
    MUTED(0x59636e, 0x9aa5b1),
    AXIS(0x8b949e, 0x6e7681),
    GRID(0xe1e5ea, 0x29313b),
    FAINT_GRID(0xf0f2f5, 0x1c222a),
    /** A number upon a coloured slice. */
    UPON(0xffffff, 0x12161c),
    SERIES_1(0xd55e00, 0xff8a3d),
    SERIES_2(0x0072b2, 0x58b4f0),
    SERIES_3(0x009e73, 0x2fc79a),
    SERIES_4(0xb0578a, 0xe49cc4),
    SERIES_5(0x8a6d00, 0xe5c04b),
    SERIES_6(0x3b8fc4, 0x9ad4f5),
    SERIES_7(0x555b61, 0xb6bcc2),
    GREY(0x5f6873, 0x8b949e),
    PALE_GREY(0x848d98, 0xa8b1bb),
    RED(0xb3261e, 0xff6b60),
    VERMILLION(0xd55e00, 0xff8a3d),
    BROWN(0x8c510a, 0xc98a45),
    AMBER(0xa86f00, 0xe9b44c),
    PURPLE(0x7b3294, 0xb982d3),
    PINK(0xb0578a, 0xe49cc4),
    BLUE(0x0072b2, 0x58b4f0),
    NAVY(0x1f4e9e, 0x7fa3e6),
    SKY(0x3487bd, 0x9ad4f5),
    TEAL(0x2a8c82, 0x5fc9be),
    DEEP_TEAL(0x005f56, 0x2fa396),
    GREEN(0x2f8f3f, 0x6ccb78),
    PALE_GREEN(0x568a3f, 0xa6d68e),
    OLIVE(0x77773b, 0xb9b974),
    BLACK(0x24292f, 0xd0d7de);

    private static final Ink[] SERIES = {SERIES_1, SERIES_2, SERIES_3, SERIES_4, SERIES_5, SERIES_6, SERIES_7};

    private final int light;
    private final int dark;

    Ink(int light, int dark) {
        this.light = light;
        this.dark = dark;
    }

    /** The ink of a series, from 0; they come round again. */
    public static Ink series(int i) {
        return SERIES[i % SERIES.length];
    }

    /** The style rules that change pictures to dark paper where the reader asks for it, on a screen. */
    public static String darkRules() {
        StringBuilder out = new StringBuilder("@media screen and (prefers-color-scheme: dark) {\n");
        for (Ink ink : values()) {
            out.append("  .f-")
                    .append(ink.cssName())
                    .append(" { fill: ")
                    .append(hex(ink.dark))
                    .append("; }\n");
            out.append("  .s-")
                    .append(ink.cssName())
                    .append(" { stroke: ")
                    .append(hex(ink.dark))
                    .append("; }\n");
        }
        return out.append("}\n").toString();
    }

    String cssName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String lightHex() {
        return hex(light);
    }

    int lightRgb() {
        return light;
    }

    private static String hex(int rgb) {
        return String.format(Locale.ROOT, "#%06x", rgb);
    }
}
