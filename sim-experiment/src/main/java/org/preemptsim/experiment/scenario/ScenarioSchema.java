// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.scenario;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The JSON Schemas (draft 2020-12) of the language's files, for editors that complete and check while one types.
 *
 * <p>They are made from the same table as the reader's own checks. What a table cannot say, such as whether a lock
 * exists, only the reader finds.
 */
public final class ScenarioSchema {
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private ScenarioSchema() {}

    /** The schema of a scenario file. */
    public static String scenario() {
        return text(new SchemaWriter().scenario());
    }

    /** The schema of a file that scenarios include: as a scenario, but nothing beside the version is required. */
    public static String fragment() {
        return text(new SchemaWriter().fragment());
    }

    /** The schema of a profile file. */
    public static String profile() {
        return text(new SchemaWriter().profile());
    }

    private static String text(Object schema) {
        return MAPPER.writeValueAsString(schema) + "\n";
    }
}
