// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.preemptsim.experiment.result.AtomicFile;
import org.preemptsim.experiment.result.Comparison;
import org.preemptsim.experiment.result.ResultJson;
import org.preemptsim.experiment.result.RunResult;

/**
 * All files of a comparison in one directory: {@code result.json}, per variant {@code NAME.hist.txt} and {@code
 * NAME.cyclictest.json}, {@code histogram.svg}, {@code histogram.png} and {@code report.html}.
 *
 * <p>All contents are made before the first is written, and each file is written whole or not at all. A file of another
 * name that is already there stays.
 */
public final class ResultDirectory {
    private static final int LONGEST_STEM = 80;

    private ResultDirectory() {}

    /**
     * Writes the files, making the directory if need be.
     *
     * @return the files in the order written, the result first and the report last
     * @throws IOException if the directory cannot be made or a file cannot be written
     */
    public static List<Path> write(Path directory, Comparison c, PlotOptions options) throws IOException {
        Map<String, byte[]> contents = contents(c, options);
        Files.createDirectories(directory);
        List<Path> written = new ArrayList<>();
        for (Map.Entry<String, byte[]> content : contents.entrySet()) {
            Path file = directory.resolve(content.getKey());
            AtomicFile.write(file, content.getValue());
            written.add(file);
        }
        return written;
    }

    private static Map<String, byte[]> contents(Comparison c, PlotOptions options) {
        Map<String, byte[]> contents = new LinkedHashMap<>();
        contents.put("result.json", utf8(ResultJson.write(c)));
        List<String> stems = stems(Labels.of(c.runs()));
        for (int i = 0; i < stems.size(); i++) {
            RunResult r = c.runs().get(i);
            contents.put(stems.get(i) + ".hist.txt", utf8(CyclictestText.render(r)));
            contents.put(stems.get(i) + ".cyclictest.json", utf8(CyclictestJson.render(r)));
        }
        contents.put("histogram.svg", utf8(HistogramPlot.svg(c, options)));
        contents.put("histogram.png", HistogramPlot.png(c, options));
        contents.put("report.html", utf8(HtmlReport.render(c)));
        return contents;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * File names for labels: plain ASCII, never hidden, never a path, and different even where case makes no difference.
     */
    static List<String> stems(List<String> labels) {
        List<String> stems = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (String label : labels) {
            String safe = label.replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("^[.-]+|[.-]+$", "");
            String stem = safe.isEmpty() ? "run" : safe.substring(0, Math.min(LONGEST_STEM, safe.length()));
            String free = stem;
            for (int i = 2; !taken.add(free.toLowerCase(Locale.ROOT)); i++) {
                free = stem + "-" + i;
            }
            stems.add(free);
        }
        return stems;
    }
}
