// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.conform;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** The JSON forms of the records: one member or event a line. */
final class RecordJson {
    private static final JsonMapper MAPPER = new JsonMapper();

    private RecordJson() {}

    static String list(List<Object> items) {
        return MAPPER.writeValueAsString(items);
    }

    /** Facts with {@code done_us}, as the comparer of the records reads them. */
    static String facts(RecordSimulation s) {
        Map<String, Object> out = new LinkedHashMap<>(s.facts());
        out.put("done_us", s.doneUs());
        return out.entrySet().stream()
                .map(e -> MAPPER.writeValueAsString(e.getKey()) + ": " + MAPPER.writeValueAsString(e.getValue()))
                .collect(Collectors.joining(",\n", "{\n", "\n}\n"));
    }

    static String events(List<RecordEvent> events) {
        return events.stream().map(RecordJson::event).collect(Collectors.joining(",\n", "[\n", "\n]\n"));
    }

    private static String event(RecordEvent e) {
        List<Object> row = new ArrayList<>();
        row.add(e.timeUs());
        row.add(e.cpu());
        row.add(e.type());
        row.addAll(e.fields());
        return MAPPER.writeValueAsString(row);
    }
}
