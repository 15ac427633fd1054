// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.result;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The JSON form of results: field order is the records' order, so equal results are equal bytes. */
public final class ResultJson {
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private ResultJson() {}

    /** The JSON text of a result record, with a final newline. */
    public static String write(Object result) {
        return MAPPER.writeValueAsString(result) + "\n";
    }

    /**
     * Reads a result record back.
     *
     * @throws tools.jackson.core.JacksonException if the text is not of that form
     */
    public static <T> T read(String json, Class<T> type) {
        return MAPPER.readValue(json, type);
    }
}
