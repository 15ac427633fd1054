// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.property;

import java.util.List;

/**
 * A copy of the model in which one rule is broken.
 *
 * @param name of the mutant
 * @param broken what it does
 * @param rule the rule that it breaks
 * @param edits what is changed in the model's classes
 * @param properties class of the property that notices
 * @param property its method
 */
record Mutant(String name, String broken, String rule, List<Edit> edits, Class<?> properties, String property) {
    Mutant {
        edits = List.copyOf(edits);
    }

    /**
     * A change of the method {@code method} of {@code owner}, a class below {@code org.preemptsim.models}: its body, or its calls of
     * {@code call} if that is not empty, become a call of the static method {@code substitute} of {@code substitutes}. The substitute's first
     * parameter is the object on which the method was called, unless it was static.
     */
    record Edit(String owner, String method, String call, Class<?> substitutes, String substitute) {}

    static Edit body(String owner, String method, Class<?> substitutes, String substitute) {
        return new Edit(owner, method, "", substitutes, substitute);
    }

    static Edit call(String owner, String method, String call, Class<?> substitutes, String substitute) {
        return new Edit(owner, method, call, substitutes, substitute);
    }

    @Override
    public String toString() {
        return name;
    }
}
