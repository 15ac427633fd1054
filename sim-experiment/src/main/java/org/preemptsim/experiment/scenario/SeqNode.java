// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.scenario;

import java.util.List;

/** A list. */
record SeqNode(Mark at, List<Node> items, int weight) implements Node {
    SeqNode(Mark at, List<Node> items) {
        this(at, List.copyOf(items), weigh(items));
    }

    private static int weigh(List<Node> items) {
        int sum = 1;
        for (Node n : items) {
            sum = YamlTree.addWeights(sum, n.weight());
        }
        return sum;
    }

    @Override
    public String described() {
        return "a list";
    }
}
