// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.scenario;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Names specifications by their content.
 *
 * <p>The canonical form is made from the records themselves, component by component, so that a new component cannot be
 * forgotten; maps are sorted, because their order means nothing and differs from one JVM to the next.
 */
final class SpecHash {
    private static final int DIGITS = 16;

    private SpecHash() {}

    /** 16 hex digits over the content of {@code specs}. */
    static String of(Record... specs) {
        StringBuilder text = new StringBuilder();
        for (Record spec : specs) {
            write(spec, text);
        }
        return HexFormat.of().formatHex(digest(text.toString())).substring(0, DIGITS);
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static void write(@Nullable Object value, StringBuilder out) {
        if (value instanceof Record r) {
            record(r, out);
        } else if (value instanceof List<?> list) {
            out.append('[');
            list.forEach(e -> write(e, out));
            out.append(']');
        } else if (value instanceof Map<?, ?> map) {
            Map<String, Object> sorted = new TreeMap<>();
            map.forEach((k, v) -> sorted.put(String.valueOf(k), v));
            out.append('{');
            sorted.forEach((k, v) -> {
                write(k, out);
                write(v, out);
            });
            out.append('}');
        } else {
            // Length first: no text can pretend to be the structure around it.
            String s = value instanceof Enum<?> e ? e.name() : String.valueOf(value);
            out.append(s.length()).append(':').append(s).append(';');
        }
    }

    private static void record(Record r, StringBuilder out) {
        out.append(r.getClass().getSimpleName()).append('(');
        for (RecordComponent c : r.getClass().getRecordComponents()) {
            out.append(c.getName()).append('=');
            write(valueOf(r, c), out);
        }
        out.append(')');
    }

    private static @Nullable Object valueOf(Record r, RecordComponent c) {
        try {
            return c.getAccessor().invoke(r);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("a specification is a public record: " + r.getClass(), e);
        }
    }
}
