package io.chorale.bench.report;

import io.chorale.bench.peer.Peer;
import io.chorale.bench.scenario.Measurement;
import io.chorale.bench.scenario.Measurement.Figure;
import io.chorale.bench.scenario.Scenario;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Everything that was measured, by scenario and peer. Not safe for use by several threads. */
public final class Results {
    private final Map<Scenario, Map<Peer, List<Measurement>>> runs = new LinkedHashMap<>();

    public void add(Scenario scenario, Peer peer, Measurement measurement) {
        runs.computeIfAbsent(scenario, any -> new EnumMap<>(Peer.class))
                .computeIfAbsent(peer, any -> new ArrayList<>())
                .add(measurement);
    }

    public List<Scenario> scenarios() {
        return List.copyOf(runs.keySet());
    }

    public List<Peer> peers(Scenario scenario) {
        return List.copyOf(runs.getOrDefault(scenario, Map.of()).keySet());
    }

    List<Measurement> measurements(Scenario scenario, Peer peer) {
        return runs.getOrDefault(scenario, Map.of()).getOrDefault(peer, List.of());
    }

    /** Over the rounds; empty when the scenario has no such figure. */
    public OptionalDouble median(Scenario scenario, Peer peer, Figure figure) {
        List<Double> values = measurements(scenario, peer).stream()
                .flatMap(
                        measurement -> Optional.ofNullable(measurement.figures().get(figure)).stream())
                .sorted()
                .toList();
        if (values.isEmpty()) {
            return OptionalDouble.empty();
        }
        int middle = values.size() / 2;
        return OptionalDouble.of(
                values.size() % 2 == 1 ? values.get(middle) : (values.get(middle - 1) + values.get(middle)) / 2);
    }

    long faults(Scenario scenario, Peer peer) {
        return measurements(scenario, peer).stream()
                .mapToLong(Measurement::faults)
                .sum();
    }

    /** The peer with the least of a figure; this server and the floor are none. */
    Optional<Peer> best(Scenario scenario, Figure figure) {
        return peers(scenario).stream()
                .filter(peer -> peer != Peer.CHORALE && peer != Peer.FLOOR)
                .filter(peer -> median(scenario, peer, figure).isPresent())
                .min((a, b) -> Double.compare(
                        median(scenario, a, figure).orElseThrow(),
                        median(scenario, b, figure).orElseThrow()));
    }

    /** This server's figure over the best peer's. */
    OptionalDouble ratio(Scenario scenario, Figure figure) {
        Optional<Peer> best = best(scenario, figure);
        OptionalDouble own = median(scenario, Peer.CHORALE, figure);
        return best.isEmpty() || own.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(
                        own.getAsDouble() / median(scenario, best.get(), figure).orElseThrow());
    }
}
