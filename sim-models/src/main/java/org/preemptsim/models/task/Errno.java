// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.task;

/** Error numbers that operations of the model return, with Linux's values; 0 is success. */
public final class Errno {
    public static final int EPERM = 1;
    public static final int ESRCH = 3;
    public static final int EINTR = 4;
    public static final int EAGAIN = 11;
    public static final int EBUSY = 16;
    public static final int EINVAL = 22;
    public static final int EDEADLK = 35;
    public static final int EOVERFLOW = 75;
    public static final int ETIMEDOUT = 110;
    public static final int EOWNERDEAD = 130;
    public static final int ENOTRECOVERABLE = 131;

    private Errno() {}

    /** The name of an error number as in errno(3), such as {@code EDEADLK}; {@code 0} for success. */
    public static String nameOf(int errno) {
        return switch (errno) {
            case 0 -> "0";
            case EPERM -> "EPERM";
            case ESRCH -> "ESRCH";
            case EINTR -> "EINTR";
            case EAGAIN -> "EAGAIN";
            case EBUSY -> "EBUSY";
            case EINVAL -> "EINVAL";
            case EDEADLK -> "EDEADLK";
            case EOVERFLOW -> "EOVERFLOW";
            case ETIMEDOUT -> "ETIMEDOUT";
            case EOWNERDEAD -> "EOWNERDEAD";
            case ENOTRECOVERABLE -> "ENOTRECOVERABLE";
            default -> "errno " + errno;
        };
    }
}
