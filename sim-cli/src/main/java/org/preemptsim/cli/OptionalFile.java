// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.cli;

import java.util.Map;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Lets an option stand with or without a file: {@code --json=FILE}, {@code --json FILE.json}, or {@code --json} alone for
 * standard output. Without this the option would swallow the scenario in {@code run --json scenario.yaml}.
 */
@SuppressWarnings("JdkObsolete") // picocli's interface asks for a Stack
final class OptionalFile implements IParameterPreprocessor {
    /** The value that stands for standard output. */
    static final String STANDARD_OUTPUT = "-";

    @Override
    public boolean preprocess(Stack<String> arguments, CommandSpec command, ArgSpec option, Map<String, Object> info) {
        boolean attached = "=".equals(info.get("separator"));
        if (attached || (!arguments.isEmpty() && isResultFile(arguments.peek()))) {
            return false;
        }
        option.setValue(STANDARD_OUTPUT);
        return true;
    }

    private static boolean isResultFile(String argument) {
        return argument.equals(STANDARD_OUTPUT) || argument.endsWith(".json");
    }
}
