// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.report.picture;

/** Foreign text in XML and HTML. */
public final class Markup {
    private Markup() {}

    /** The text as character data or attribute value; what XML does not allow becomes U+FFFD. */
    public static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0, c; i < text.length(); i += Character.charCount(c)) {
            c = text.codePointAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.appendCodePoint(isAllowed(c) ? c : 0xFFFD);
            }
        }
        return escaped.toString();
    }

    // XML 1.0's Char without the control characters it discourages.
    private static boolean isAllowed(int c) {
        if (c < 0x20) {
            return c == '\t' || c == '\n';
        }
        boolean control = c >= 0x7F && c <= 0x9F;
        boolean surrogate = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
        return !control && !surrogate && (c & 0xFFFE) != 0xFFFE;
    }
}
