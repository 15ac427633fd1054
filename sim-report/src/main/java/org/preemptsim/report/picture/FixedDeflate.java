// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.report.picture;

import java.io.ByteArrayOutputStream;

/**
 * One block of deflate (RFC 1951) with the fixed codes of section 3.2.6 and matches at distance 3 only: what repeats is
 * the RGB pixel to the left.
 */
final class FixedDeflate {
    private static final int END_OF_BLOCK = 256;
    private static final int FIRST_LENGTH_CODE = 257;
    private static final int MIN_MATCH = 3;
    private static final int MAX_MATCH = 258;
    private static final int DISTANCE = 3;
    private static final int DISTANCE_CODE = 2;
    private static final int DISTANCE_BITS = 5;

    private final ByteArrayOutputStream out;
    private int bits;
    private int bitCount;

    FixedDeflate(ByteArrayOutputStream out) {
        this.out = out;
    }

    void write(byte[] data) {
        put(1, 1); // the last block
        put(1, 2); // with fixed codes
        int at = 0;
        while (at < data.length) {
            int run = at < DISTANCE ? 0 : repeatsAt(data, at);
            if (run >= MIN_MATCH) {
                match(run);
                at += run;
            } else {
                symbol(data[at] & 0xff);
                at++;
            }
        }
        symbol(END_OF_BLOCK);
        while (bitCount > 0) {
            put(0, 1);
        }
    }

    private static int repeatsAt(byte[] data, int at) {
        int end = Math.min(data.length, at + MAX_MATCH);
        int i = at;
        while (i < end && data[i] == data[i - DISTANCE]) {
            i++;
        }
        return i - at;
    }

    /** Length codes go up in groups of four, each group with one extra bit more; the greatest has a code of its own. */
    private void match(int length) {
        if (length == MAX_MATCH) {
            symbol(285);
        } else if (length < MIN_MATCH + 8) {
            symbol(FIRST_LENGTH_CODE + length - MIN_MATCH);
        } else {
            int offset = length - MIN_MATCH;
            int extra = 29 - Integer.numberOfLeadingZeros(offset);
            symbol(FIRST_LENGTH_CODE + 4 * extra + (offset >> extra));
            put(offset & ((1 << extra) - 1), extra);
        }
        huffman(DISTANCE_CODE, DISTANCE_BITS);
    }

    private void symbol(int s) {
        if (s < 144) {
            huffman(0x30 + s, 8);
        } else if (s < 256) {
            huffman(0x190 + s - 144, 9);
        } else if (s < 280) {
            huffman(s - 256, 7);
        } else {
            huffman(0xc0 + s - 280, 8);
        }
    }

    /** Huffman codes go out from their highest bit, all else from the lowest. */
    private void huffman(int code, int length) {
        put(Integer.reverse(code) >>> (32 - length), length);
    }

    private void put(int value, int count) {
        bits |= value << bitCount;
        bitCount += count;
        while (bitCount >= 8) {
            out.write(bits);
            bits >>>= 8;
            bitCount -= 8;
        }
        if (bitCount == 0) {
            bits = 0;
        }
    }
}
