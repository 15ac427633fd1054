// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.report.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class FixedDeflateProperties {
    @Property(tries = 300)
    void aStandardReaderInflatesWhatWasDeflated(@ForAll("bytes") byte[] data) throws DataFormatException {
        assertThat(inflated(data)).isEqualTo(data);
    }

    @Property(tries = 600)
    void everyLengthOfRepeatIsWrittenRight(@ForAll("runs") int run) throws DataFormatException {
        byte[] data = new byte[3 + run + 2];
        Arrays.fill(data, (byte) 200);
        data[data.length - 1] = 7;
        assertThat(inflated(data)).isEqualTo(data);
    }

    /** Bytes of which many repeat, so that matches of all lengths occur. */
    @Provide
    Arbitrary<byte[]> bytes() {
        return Arbitraries.bytes().array(byte[].class).ofMaxSize(40).flatMap(seed -> Arbitraries.integers()
                .between(1, 400)
                .map(n -> {
                    ByteArrayOutputStream out = new ByteArrayOutputStream();
                    for (byte b : seed) {
                        for (int i = 0; i < (b > 0 ? n : 1); i++) {
                            out.write(b);
                        }
                    }
                    return out.toByteArray();
                }));
    }

    @Provide
    Arbitrary<Integer> runs() {
        return Arbitraries.integers().between(0, 600);
    }

    private static byte[] inflated(byte[] data) throws DataFormatException {
        ByteArrayOutputStream deflated = new ByteArrayOutputStream();
        new FixedDeflate(deflated).write(data);
        Inflater inflater = new Inflater(true);
        inflater.setInput(deflated.toByteArray());
        byte[] result = new byte[data.length + 10];
        int length = inflater.inflate(result);
        assertThat(inflater.finished()).isTrue();
        inflater.end();
        return Arrays.copyOf(result, length);
    }
}
