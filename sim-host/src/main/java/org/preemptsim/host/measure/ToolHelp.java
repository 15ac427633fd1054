// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host.measure;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.preemptsim.host.HostException;

/**
 * What an installed cyclictest accepts, from its own {@code --help}.
 *
 * @param version such as {@code 2.40}; empty if it does not say
 * @param letters short options it lists
 * @param names long options it lists
 */
record ToolHelp(Optional<String> version, Set<Character> letters, Set<String> names) {
    private static final Pattern VERSION = Pattern.compile("cyclictest V\\s*(\\S+)");
    private static final Pattern LETTER = Pattern.compile("^\\s*-([A-Za-z])\\b");
    private static final Pattern NAME = Pattern.compile("^\\s*(?:-[A-Za-z]\\s+(?:\\S+\\s+)?)?--([a-z_-]+)");

    ToolHelp {
        letters = Set.copyOf(letters);
        names = Set.copyOf(names);
    }

    /**
     * Reads a help text.
     *
     * @throws HostException if it lists no option: then it is not cyclictest's
     */
    static ToolHelp parse(String text) throws HostException {
        Set<Character> letters = new HashSet<>();
        Set<String> names = new HashSet<>();
        Optional<String> version = Optional.empty();
        for (String line : text.split("\n", -1)) {
            Matcher v = VERSION.matcher(line);
            if (v.find() && version.isEmpty()) {
                version = Optional.of(v.group(1));
            }
            Matcher l = LETTER.matcher(line);
            if (l.find()) {
                letters.add(l.group(1).charAt(0));
            }
            Matcher n = NAME.matcher(line);
            if (n.find()) {
                names.add(n.group(1));
            }
        }
        if (!letters.contains('p') || !letters.contains('i')) {
            throw new HostException(
                    "the cyclictest that was found does not list its options",
                    "its --help names neither -p nor -i",
                    "check that the first cyclictest in PATH is the one of rt-tests");
        }
        return new ToolHelp(version, letters, names);
    }

    boolean accepts(CyclictestOption o) {
        return (o.shortName() != '\0' && letters.contains(o.shortName())) || names.contains(o.longName());
    }

    /** The major version; 0 if unknown. */
    int major() {
        return version.map(v -> v.split("\\.", 2)[0])
                .filter(m -> m.matches("\\d{1,4}"))
                .map(Integer::valueOf)
                .orElse(0);
    }

    /** How this version spells an option that it accepts. */
    String spelling(CyclictestOption o) {
        return o.shortName() != '\0' && letters.contains(o.shortName()) ? "-" + o.shortName() : "--" + o.longName();
    }
}
