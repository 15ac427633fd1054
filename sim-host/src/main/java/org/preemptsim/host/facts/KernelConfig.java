// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host.facts;

import java.util.HashMap;
import java.util.Map;

/** The kernel's build configuration, from where the host keeps it. */
public final class KernelConfig {
    private final Map<String, String> options;
    private final Reading<String> source;

    private KernelConfig(Map<String, String> options, Reading<String> source) {
        this.options = options;
        this.source = source;
    }

    /** Looks at /proc/config.gz, then /boot, then the modules directory of {@code release}. */
    static KernelConfig read(HostTree tree, String release) {
        String procfs = "/proc/config.gz";
        Reading<String> text = tree.gzipText(procfs);
        if (text.present()) {
            return new KernelConfig(parse(text), Reading.of(procfs));
        }
        StringBuilder missing = new StringBuilder(text.absence());
        for (String path : new String[] {"/boot/config-" + release, "/lib/modules/" + release + "/config"}) {
            Reading<String> plain = tree.text(path);
            if (plain.present()) {
                return new KernelConfig(parse(plain), Reading.of(path));
            }
            missing.append("; ").append(plain.absence());
        }
        return new KernelConfig(Map.of(), Reading.absent(missing.toString()));
    }

    private static Map<String, String> parse(Reading<String> text) {
        Map<String, String> out = new HashMap<>();
        text.value().orElse("").lines().forEach(line -> {
            int eq = line.indexOf('=');
            if (line.startsWith("CONFIG_") && eq > 0) {
                out.put(line.substring("CONFIG_".length(), eq), line.substring(eq + 1));
            }
        });
        return out;
    }

    /** The file it was read from. */
    Reading<String> source() {
        return source;
    }

    /** Whether {@code CONFIG_name=y}; absent if there is no configuration to look at. */
    Reading<Boolean> enabled(String name) {
        return source.map(s -> "y".equals(options.get(name)));
    }

    /** The whole number of {@code CONFIG_name}. */
    Reading<Long> number(String name) {
        return source.flatMap(s -> {
            String v = options.get(name);
            return v == null ? Reading.absent("no CONFIG_" + name + " in " + s) : Reading.number(Reading.of(v));
        });
    }
}
