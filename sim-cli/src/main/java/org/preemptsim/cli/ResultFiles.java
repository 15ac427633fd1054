// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.preemptsim.experiment.result.AtomicFile;
import org.preemptsim.experiment.result.Comparison;
import org.preemptsim.experiment.result.ResultJson;
import org.preemptsim.report.PlotOptions;
import org.preemptsim.report.ResultDirectory;

/** Writes results to files and says where they are. */
final class ResultFiles {
    private ResultFiles() {}

    /**
     * Writes all files of a comparison into a directory.
     *
     * @param console told which files there are; null = nobody
     * @throws UserError if a file cannot be written
     */
    static void write(Path directory, Comparison comparison, @Nullable Console console) {
        try {
            List<Path> files = ResultDirectory.write(directory, comparison, PlotOptions.DEFAULT);
            if (console != null) {
                String names = files.stream()
                        .map(file -> String.valueOf(file.getFileName()))
                        .collect(Collectors.joining(", "));
                console.say("Written to " + directory + ": " + names);
            }
        } catch (IOException e) {
            throw UserError.cannotWrite(directory, e);
        }
    }

    /**
     * Writes one result as JSON.
     *
     * @throws UserError if the file cannot be written
     */
    static void writeJson(Path file, Object result) {
        try {
            AtomicFile.write(file, ResultJson.write(result));
        } catch (IOException e) {
            throw UserError.cannotWrite(file, e);
        }
    }
}
