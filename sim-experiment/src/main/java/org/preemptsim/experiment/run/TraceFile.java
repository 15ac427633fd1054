// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.run;

import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import org.preemptsim.engine.Trace;
import org.preemptsim.engine.TraceSink;
import org.preemptsim.models.cpu.Segment;
import org.preemptsim.models.cpu.SegmentKind;
import org.preemptsim.models.machine.Machine;
import org.preemptsim.models.trace.TracePoint;

/**
 * A trace on disk: binary blocks while the run goes on, comma-separated text with names once it is over.
 *
 * <p>Columns: {@code time_ns,cpu,point,subject,value,text}. The text file appears whole or not at all.
 */
final class TraceFile implements TraceSink, AutoCloseable {
    private final Path target;
    private final Path binary;
    private final OutputStream out;
    private ByteBuffer buffer = ByteBuffer.allocate(0);

    TraceFile(Path target) throws IOException {
        this.target = target.toAbsolutePath();
        this.binary = Files.createTempFile(directory(), ".trace", ".bin");
        this.out = new BufferedOutputStream(Files.newOutputStream(binary));
    }

    private Path directory() throws IOException {
        Path parent = target.getParent();
        if (parent == null) {
            throw new IOException(target + " has no directory");
        }
        Files.createDirectories(parent);
        return parent;
    }

    @Override
    public void accept(long[] words, int records) {
        int bytes = records * Trace.WORDS * Long.BYTES;
        if (buffer.capacity() < bytes) {
            buffer = ByteBuffer.allocate(bytes);
        }
        buffer.clear();
        buffer.asLongBuffer().put(words, 0, records * Trace.WORDS);
        try {
            out.write(buffer.array(), 0, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes the text with the machine's names; the last line is a comment with the trace's hash. */
    void finish(Machine machine, Trace trace) throws IOException {
        trace.flush();
        out.close();
        Path text = Files.createTempFile(directory(), ".trace", ".csv");
        try (InputStream raw = Files.newInputStream(binary);
                DataInputStream in = new DataInputStream(new java.io.BufferedInputStream(raw, 1 << 16));
                BufferedWriter to = Files.newBufferedWriter(text, StandardCharsets.UTF_8)) {
            to.write("time_ns,cpu,point,subject,value,text\n");
            copy(machine, in, to);
            to.write(String.format(Locale.ROOT, "# records %d hash %016x%n", trace.records(), trace.hash()));
        }
        Files.move(text, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void copy(Machine machine, DataInputStream in, BufferedWriter to) throws IOException {
        while (true) {
            long time;
            try {
                time = in.readLong();
            } catch (EOFException e) {
                return;
            }
            long head = in.readLong();
            long value = in.readLong();
            TracePoint point = TracePoint.of(Trace.typeOf(head));
            long subject = Trace.subjectOf(head);
            to.write(time + "," + Trace.cpuOf(head) + "," + point.name().toLowerCase(Locale.ROOT) + "," + subject + ","
                    + value + "," + text(machine, point, subject) + "\n");
        }
    }

    private static String text(Machine machine, TracePoint point, long subject) {
        return switch (point) {
            case SEGMENT -> {
                SegmentKind kind = Segment.kind(subject);
                yield kind.name().toLowerCase(Locale.ROOT) + " "
                        + machine.scheduler().task(Segment.task(subject)).name();
            }
            case SCHED_SWITCH,
                    SCHED_WAKING,
                    SCHED_NEED_RESCHED,
                    SCHED_PI_SETPRIO,
                    SCHED_SETSCHEDULER,
                    SCHED_MIGRATE_TASK,
                    SCHED_PROCESS_EXIT,
                    SCHED_THROTTLE,
                    SCHED_UNTHROTTLE,
                    STEP_BEGIN,
                    STEP_END,
                    LATENCY_SAMPLE -> machine.scheduler().task((int) subject).name();
            case SOFTIRQ_ENTRY,
                    HRTIMER_EXPIRE,
                    LOCK_ACQUIRED,
                    LOCK_CONTENDED,
                    LOCK_RELEASED,
                    LOCK_ABANDONED,
                    LOCK_DEADLOCK -> machine.labels().nameOf((int) subject);
            case IRQ_ENTRY, IRQ_EXIT -> "vector " + subject;
        };
    }

    @Override
    public void close() throws IOException {
        out.close();
        Files.deleteIfExists(binary);
    }
}
