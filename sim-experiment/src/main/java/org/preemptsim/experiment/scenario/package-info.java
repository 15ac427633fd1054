// SPDX-License-Identifier: Apache-2.0
/**
 * The scenario language: YAML text in, an immutable {@link org.preemptsim.experiment.scenario.Scenario} out, or all
 * errors at once, each with its place.
 *
 * <p>One direction, one step per type:
 *
 * <ol>
 *   <li>{@code YamlTree} makes a tree of marked nodes out of the parser's events and refuses bombs on the way;
 *   <li>{@code FileLoader} reads included and profile files, {@code Merge} lays trees over each other;
 *   <li>{@code Language} is the one table of everything that may be written; {@code ShapeCheck} holds a tree against
 *       it, {@code SchemaWriter} makes the JSON Schema out of it;
 *   <li>{@code Overrides} applies a variant's overrides by path;
 *   <li>{@code MachineReader}, {@code KernelReader}, {@code WorkloadReader} and {@code ProgramReader} turn the tree into
 *       specifications and check what no table can say: references, CPUs, locks, sleeping; {@code Operations} knows what
 *       each operation does to its lock, {@code Admission} which deadline tasks the kernel lets in;
 *   <li>{@code SpecHash} names the outcome.
 * </ol>
 *
 * <p>After this package there are only nanoseconds and names.
 */
@NullMarked
package org.preemptsim.experiment.scenario;

import org.jspecify.annotations.NullMarked;
