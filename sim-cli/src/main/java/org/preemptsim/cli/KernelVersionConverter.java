// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.preemptsim.models.spec.KernelSpec.KernelVersion;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A kernel version of two or three parts, from 2.6 on. */
final class KernelVersionConverter implements ITypeConverter<KernelVersion> {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,4})\\.([0-9]{1,4})(?:\\.([0-9]{1,4}))?");

    @Override
    public KernelVersion convert(String written) {
        Matcher m = FORM.matcher(written);
        if (m.matches()) {
            int major = Integer.parseInt(m.group(1));
            int minor = Integer.parseInt(m.group(2));
            int patch = m.group(3) == null ? KernelVersion.LAST : Integer.parseInt(m.group(3));
            KernelVersion version = major < 2 ? null : new KernelVersion(major, minor, patch);
            if (version != null && version.atLeast(2, 6)) {
                return version;
            }
        }
        throw new TypeConversionException(
                "\"" + written + "\" is not a kernel version from 2.6 on; write 6.1 or 2.6.33");
    }
}
