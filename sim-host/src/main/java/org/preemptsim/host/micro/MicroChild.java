// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host.micro;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;

/**
 * The pinned child: times operations and prints one line each, {@code NAME OPERATIONS NANOSECONDS}, on its standard
 * output. Not meant to be called by users. Single operations of less than a few clock reads are timed in batches.
 */
public final class MicroChild {
    private static final int BATCH = 200;
    private static final int BATCHES = 2_000;
    private static final int WARM_UP = 400;
    private static final int ROUND_TRIPS = 10_000;
    private static final int PARKS = 1_500;
    private static final long PARK_NS = 200_000;

    private final PrintStream out;

    private MicroChild(PrintStream out) {
        this.out = out;
    }

    /** Arguments: the command of a program that copies its input to its output, byte by byte, without waiting. */
    public static void main(String[] args) throws IOException {
        OutputStream stdout = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16);
        try (PrintStream out = new PrintStream(stdout, false, StandardCharsets.US_ASCII)) {
            MicroChild child = new MicroChild(out);
            child.clock();
            child.syscall();
            child.pipe(args);
            child.park();
        }
    }

    private void clock() {
        for (int i = -WARM_UP; i < BATCHES; i++) {
            long last = 0;
            long start = System.nanoTime();
            for (int k = 0; k < BATCH; k++) {
                last = System.nanoTime();
            }
            print(i, "clock", BATCH, last - start);
        }
    }

    private void syscall() throws IOException {
        try (RandomAccessFile f = new RandomAccessFile("/dev/null", "r")) {
            long sum = 0;
            for (int i = -WARM_UP; i < BATCHES; i++) {
                long start = System.nanoTime();
                for (int k = 0; k < BATCH; k++) {
                    sum += f.getFilePointer();
                }
                print(i, "syscall", BATCH, System.nanoTime() - start);
            }
            if (sum < 0) {
                throw new IOException("negative position");
            }
        }
    }

    private void pipe(String[] echo) throws IOException {
        Process partner = new ProcessBuilder(echo)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (OutputStream to = partner.getOutputStream();
                InputStream from = partner.getInputStream()) {
            for (int i = -WARM_UP; i < ROUND_TRIPS; i++) {
                long start = System.nanoTime();
                to.write('x');
                to.flush();
                if (from.read() < 0) {
                    throw new IOException("the partner ended early");
                }
                print(i, "pipe", 1, System.nanoTime() - start);
            }
        } finally {
            partner.destroyForcibly();
        }
    }

    private void park() {
        for (int i = -WARM_UP / 4; i < PARKS; i++) {
            long start = System.nanoTime();
            LockSupport.parkNanos(PARK_NS);
            print(i, "park", 1, System.nanoTime() - start - PARK_NS);
        }
    }

    private void print(int index, String name, int operations, long ns) {
        if (index >= 0) {
            out.print(name);
            out.print(' ');
            out.print(operations);
            out.print(' ');
            out.println(ns);
        }
    }
}
