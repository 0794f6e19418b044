package io.chorale.bench.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.chorale.bench.peer.Peer;
import io.chorale.bench.scenario.Measurement;
import io.chorale.bench.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Path;

/** Every single run, for programs that compare. */
public final class JsonReport {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private JsonReport() {}

    public static void write(Results results, Path file) throws IOException {
        ObjectNode root = JSON.createObjectNode();
        for (Scenario scenario : results.scenarios()) {
            ObjectNode peers = root.putObject(scenario.name());
            for (Peer peer : results.peers(scenario)) {
                ArrayNode runs = peers.putArray(peer.name().toLowerCase(java.util.Locale.ROOT));
                for (Measurement measurement : results.measurements(scenario, peer)) {
                    ObjectNode run = runs.addObject().put("faults", measurement.faults());
                    measurement
                            .figures()
                            .forEach((figure, value) ->
                                    run.put(figure.name().toLowerCase(java.util.Locale.ROOT), value));
                }
            }
        }
        JSON.writeValue(file.toFile(), root);
    }
}
