// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.report.picture;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.Adler32;
import java.util.zip.CRC32;

/**
 * Pixels as a PNG file: 8-bit RGB, each row as its difference to the row above.
 *
 * <p>The compression is deflate's simplest dialect: fixed codes, and repeats of the last pixel only, which suits drawings
 * with much even paper. {@code java.util.zip.Deflater} would pack tighter, but into bytes that differ with the zlib a
 * JDK is linked to.
 */
final class PngEncoder {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final int FILTER_NONE = 0;
    private static final int FILTER_UP = 2;

    private PngEncoder() {}

    static byte[] encode(Raster raster) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(SIGNATURE);
        byte[] header = ByteBuffer.allocate(13)
                .putInt(raster.width())
                .putInt(raster.height())
                .put((byte) 8) // bits per channel
                .put((byte) 2) // RGB
                .put(new byte[3]) // deflate, the usual filters, not interlaced
                .array();
        chunk(out, "IHDR", header);
        chunk(out, "IDAT", zlib(filtered(raster)));
        chunk(out, "IEND", new byte[0]);
        return out.toByteArray();
    }

    private static byte[] filtered(Raster raster) {
        ByteBuffer rows = ByteBuffer.allocate(raster.height() * (1 + 3 * raster.width()));
        for (int y = 0; y < raster.height(); y++) {
            rows.put((byte) (y == 0 ? FILTER_NONE : FILTER_UP));
            for (int x = 0; x < raster.width(); x++) {
                int above = y == 0 ? 0 : raster.rgb(x, y - 1);
                for (int shift = 16; shift >= 0; shift -= 8) {
                    rows.put((byte) ((raster.rgb(x, y) >> shift) - (above >> shift)));
                }
            }
        }
        return rows.array();
    }

    private static void chunk(ByteArrayOutputStream out, String type, byte[] content) {
        byte[] named = ByteBuffer.allocate(4 + content.length)
                .put(type.getBytes(StandardCharsets.US_ASCII))
                .put(content)
                .array();
        CRC32 crc = new CRC32();
        crc.update(named);
        out.writeBytes(ByteBuffer.allocate(4).putInt(content.length).array());
        out.writeBytes(named);
        out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }

    private static byte[] zlib(byte[] data) {
        Adler32 adler = new Adler32();
        adler.update(data);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {0x78, 0x01}); // deflate with a 32 KiB window; the pair is a multiple of 31
        new FixedDeflate(out).write(data);
        out.writeBytes(ByteBuffer.allocate(4).putInt((int) adler.getValue()).array());
        return out.toByteArray();
    }
}
