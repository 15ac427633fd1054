// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.report.picture;

import java.util.List;

/**
 * A picture as data.
 *
 * @param id a name unique on its page: lower-case letters, digits and hyphens
 * @param title what it is, read aloud first
 * @param description what is to be seen in it, in a sentence or two, for those who do not see it
 * @param shapes painted in this order
 */
public record Scene(String id, double width, double height, String title, String description, List<Shape> shapes) {
    public Scene {
        if (!id.matches("[a-z][a-z0-9-]*")) {
            throw new IllegalArgumentException("an id is lower-case letters, digits and hyphens, not \"" + id + "\"");
        }
        shapes = List.copyOf(shapes);
    }
}
