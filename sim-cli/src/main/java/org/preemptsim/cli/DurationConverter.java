// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.cli;

import org.preemptsim.experiment.scenario.TimeText;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A length of time as the scenario language writes it, in nanoseconds; more than nothing. */
final class DurationConverter implements ITypeConverter<Long> {
    @Override
    public Long convert(String written) {
        long ns;
        try {
            ns = TimeText.parseNs(written);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
        if (ns == 0) {
            throw new TypeConversionException("a duration must be more than nothing");
        }
        return ns;
    }
}
