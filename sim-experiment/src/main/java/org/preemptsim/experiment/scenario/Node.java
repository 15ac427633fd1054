// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.scenario;

/**
 * A piece of YAML and where it stands. Trees are immutable; aliases are resolved, so one node may stand in several
 * places; merged trees mix nodes of several files.
 */
sealed interface Node permits MapNode, SeqNode, ScalarNode {
    /** Its first character. */
    Mark at();

    /** How many nodes it has when all aliases are written out. */
    int weight();

    /** What it is, for messages: {@code a list}, {@code the number 5}. */
    String described();
}
