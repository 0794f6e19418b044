package io.chorale.bench.report;

import io.chorale.bench.peer.Peer;
import io.chorale.bench.scenario.Measurement.Figure;
import io.chorale.bench.scenario.Scenario;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** The results as tables, one for each scenario. */
public final class MarkdownReport {
    private final Results results;
    private final StringBuilder page = new StringBuilder();

    public MarkdownReport(Results results) {
        this.results = results;
    }

    /** @param heading lines that say where and how it was measured */
    public String write(List<String> heading) {
        heading.forEach(line -> page.append(line).append('\n'));
        results.scenarios().forEach(this::scenario);
        return page.toString();
    }

    private void scenario(Scenario scenario) {
        List<Figure> figures = Arrays.stream(Figure.values())
                .filter(figure -> results.median(
                                scenario, results.peers(scenario).getFirst(), figure)
                        .isPresent())
                .toList();
        page.append("\n### `").append(scenario.name()).append("`\n\n").append(scenario.description());
        page.append(". A million of ").append(scenario.unit()).append(".\n\n| |");
        figures.forEach(figure -> page.append(' ').append(figure.title()).append(" |"));
        page.append(" faults |\n|---|")
                .append("---:|".repeat(figures.size() + 1))
                .append('\n');
        for (Peer peer : results.peers(scenario)) {
            page.append("| ").append(peer.title()).append(" |");
            for (Figure figure : figures) {
                page.append(' ')
                        .append(number(results.median(scenario, peer, figure)))
                        .append(" |");
            }
            page.append(' ').append(results.faults(scenario, peer)).append(" |\n");
        }
        ratio(scenario, Figure.CPU_PER_MILLION);
        ratio(scenario, Figure.P99_MILLIS);
        ratio(scenario, Figure.BYTES_PER_CONNECTION);
    }

    private void ratio(Scenario scenario, Figure figure) {
        results.ratio(scenario, figure)
                .ifPresent(ratio -> page.append("\n%s: **%.2f ×** the best peer (%s)\n"
                        .formatted(
                                figure.title(),
                                ratio,
                                results.best(scenario, figure).orElseThrow().title())));
    }

    private static String number(OptionalDouble value) {
        if (value.isEmpty()) {
            return "";
        }
        double number = value.getAsDouble();
        return String.format(Locale.ROOT, number >= 100 ? "%,.0f" : number >= 10 ? "%.1f" : "%.2f", number);
    }
}
