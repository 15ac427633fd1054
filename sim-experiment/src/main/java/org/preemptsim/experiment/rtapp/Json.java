// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.rtapp;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.json.JsonMapper;

/** JSON with places, in which the order of keys counts and a key may stand twice. */
sealed interface Json {
    /** Where it stands: {@code line:column}. */
    String at();

    /** A mapping, its members in the order of the text. */
    record Obj(String at, List<Member> members) implements Json {
        public Obj {
            members = List.copyOf(members);
        }

        /** The last value of that key, as parsers that keep one take it. */
        @Nullable
        Json get(String key) {
            Json found = null;
            for (Member m : members) {
                if (m.key().equals(key)) {
                    found = m.value();
                }
            }
            return found;
        }
    }

    /** A key and its value. */
    record Member(String key, String at, Json value) {}

    /** A list. */
    record Arr(String at, List<Json> items) implements Json {
        public Arr {
            items = List.copyOf(items);
        }
    }

    /** A text, a number or a word. */
    record Scalar(String at, String text, boolean number) implements Json {}

    /**
     * Reads a text.
     *
     * @throws RtAppException if it is not JSON even by loose rules
     */
    static Json read(String file, String text) {
        JsonMapper mapper = JsonMapper.builder()
                .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
                .enable(JsonReadFeature.ALLOW_YAML_COMMENTS)
                .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
                .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
                .enable(JsonReadFeature.ALLOW_UNQUOTED_PROPERTY_NAMES)
                .enable(JsonReadFeature.ALLOW_LEADING_PLUS_SIGN_FOR_NUMBERS)
                .build();
        try (JsonParser p = mapper.createParser(text)) {
            if (p.nextToken() == null) {
                throw new RtAppException(List.of(file + ":1:1: the file says nothing"));
            }
            Json root = value(p);
            if (p.nextToken() != null) {
                throw new RtAppException(List.of(file + ":" + place(p) + ": more than one value in the file"));
            }
            return root;
        } catch (JacksonException e) {
            TokenStreamLocation l = e.getLocation();
            String place = l == null || l.getLineNr() < 1 ? "1:1" : l.getLineNr() + ":" + l.getColumnNr();
            // The rest of the message says where, in terms of the parser's source.
            String message = e.getOriginalMessage().replaceAll("(?s) \\((start marker|byte offset).*", "");
            throw new RtAppException(List.of(file + ":" + place + ": not JSON: " + message));
        }
    }

    private static String place(JsonParser p) {
        TokenStreamLocation l = p.currentTokenLocation();
        return l.getLineNr() + ":" + l.getColumnNr();
    }

    private static Json value(JsonParser p) {
        String at = place(p);
        JsonToken token = p.currentToken();
        if (token == JsonToken.START_OBJECT) {
            List<Member> members = new ArrayList<>();
            while (p.nextToken() != JsonToken.END_OBJECT) {
                String key = p.currentName();
                String keyAt = place(p);
                p.nextToken();
                members.add(new Member(key, keyAt, value(p)));
            }
            return new Obj(at, members);
        }
        if (token == JsonToken.START_ARRAY) {
            List<Json> items = new ArrayList<>();
            while (p.nextToken() != JsonToken.END_ARRAY) {
                items.add(value(p));
            }
            return new Arr(at, items);
        }
        return new Scalar(at, p.getString(), token != null && token.isNumeric());
    }
}
