// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host.parse;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * A JSON value that knows its line, so that an error of meaning has a place like an error of syntax.
 *
 * @param fields of an object, else empty
 * @param elements of an array, else empty
 * @param scalar the text of a scalar, else null
 */
record LocatedJson(
        String source,
        int line,
        JsonToken start,
        Map<String, LocatedJson> fields,
        List<LocatedJson> elements,
        @Nullable String scalar) {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    static LocatedJson parse(String source, String text) throws MalformedOutputException {
        try (JsonParser p = FACTORY.createParser(tools.jackson.core.ObjectReadContext.empty(), text)) {
            if (p.nextToken() == null) {
                throw new MalformedOutputException(source, 1, "the file is empty");
            }
            LocatedJson value = value(source, p);
            if (p.nextToken() != null) {
                throw new MalformedOutputException(
                        source, p.currentTokenLocation().getLineNr(), "text after the end");
            }
            return value;
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
            throw new MalformedOutputException(source, line, "not JSON: " + e.getOriginalMessage());
        }
    }

    private static LocatedJson value(String source, JsonParser p) throws MalformedOutputException {
        JsonToken token = p.currentToken();
        int line = p.currentTokenLocation().getLineNr();
        Map<String, LocatedJson> fields = new LinkedHashMap<>();
        List<LocatedJson> elements = new ArrayList<>();
        if (token == JsonToken.START_OBJECT) {
            while (p.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = p.currentName();
                p.nextToken();
                fields.put(name, value(source, p));
            }
            return new LocatedJson(source, line, token, fields, elements, null);
        }
        if (token == JsonToken.START_ARRAY) {
            while (p.nextToken() != JsonToken.END_ARRAY) {
                elements.add(value(source, p));
            }
            return new LocatedJson(source, line, token, fields, elements, null);
        }
        return new LocatedJson(source, line, token, fields, elements, p.getString());
    }

    LocatedJson field(String name) throws MalformedOutputException {
        LocatedJson v = fields.get(name);
        if (v == null) {
            throw error("\"" + name + "\" is missing here");
        }
        return v;
    }

    /** A whole number that is not negative. */
    long count() throws MalformedOutputException {
        try {
            long v = Long.parseLong(scalar == null ? "" : scalar);
            if (start == JsonToken.VALUE_NUMBER_INT && v >= 0) {
                return v;
            }
        } catch (NumberFormatException e) {
            throw error("a whole number is expected, not " + shown());
        }
        throw error("a whole number from 0 on is expected, not " + shown());
    }

    double number() throws MalformedOutputException {
        if (scalar == null || !start.isNumeric()) {
            throw error("a number is expected, not " + shown());
        }
        return Double.parseDouble(scalar);
    }

    MalformedOutputException error(String what) {
        return new MalformedOutputException(source, line, what);
    }

    private String shown() {
        return scalar == null ? "a structure" : "\"" + scalar + "\"";
    }
}
