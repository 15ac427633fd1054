// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.conform;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/**
 * A JSON value that knows its place, so that an error of meaning has one like an error of syntax.
 *
 * @param line 1 is the first
 * @param column 1 is the first
 * @param fields of an object, in order, else empty
 * @param items of an array, else empty
 * @param text of a scalar, else empty
 */
record LocatedJson(
        int line, int column, JsonToken start, Map<String, LocatedJson> fields, List<LocatedJson> items, String text) {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** Text that is no JSON. */
    static final class SyntaxException extends Exception {
        private static final long serialVersionUID = 1L;
        private final int line;
        private final int column;

        SyntaxException(int line, int column, String message) {
            super(message);
            this.line = Math.max(1, line);
            this.column = Math.max(1, column);
        }

        int line() {
            return line;
        }

        int column() {
            return column;
        }
    }

    static LocatedJson parse(String text) throws SyntaxException {
        try (JsonParser p = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            if (p.nextToken() == null) {
                throw new SyntaxException(1, 1, "the file is empty");
            }
            LocatedJson value = value(p);
            if (p.nextToken() != null) {
                TokenStreamLocation at = p.currentTokenLocation();
                throw new SyntaxException(at.getLineNr(), at.getColumnNr(), "text after the end of the record");
            }
            return value;
        } catch (JacksonException e) {
            TokenStreamLocation at = e.getLocation();
            throw new SyntaxException(
                    at == null ? 1 : at.getLineNr(),
                    at == null ? 1 : at.getColumnNr(),
                    "not JSON: " + e.getOriginalMessage());
        }
    }

    private static LocatedJson value(JsonParser p) {
        JsonToken token = p.currentToken();
        TokenStreamLocation at = p.currentTokenLocation();
        Map<String, LocatedJson> fields = new LinkedHashMap<>();
        List<LocatedJson> items = new ArrayList<>();
        String text = "";
        if (token == JsonToken.START_OBJECT) {
            while (p.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = p.currentName();
                p.nextToken();
                fields.put(name, value(p));
            }
        } else if (token == JsonToken.START_ARRAY) {
            while (p.nextToken() != JsonToken.END_ARRAY) {
                items.add(value(p));
            }
        } else {
            text = p.getString();
        }
        return new LocatedJson(at.getLineNr(), at.getColumnNr(), token, fields, items, text);
    }

    boolean isObject() {
        return start == JsonToken.START_OBJECT;
    }

    boolean isArray() {
        return start == JsonToken.START_ARRAY;
    }

    boolean isString() {
        return start == JsonToken.VALUE_STRING;
    }

    boolean isInteger() {
        return start == JsonToken.VALUE_NUMBER_INT;
    }

    /** How an error names it. */
    String shown() {
        if (isObject()) {
            return "an object";
        }
        if (isArray()) {
            return "a list";
        }
        return isString() ? "\"" + text + "\"" : text;
    }
}
