package io.chorale.bench;

import io.chorale.bench.peer.Peer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * {@code [scenario …] [--against node,netty,python,floor] [--rounds N] [--seconds N] [--out DIRECTORY]}.
 *
 * @param scenarios names; empty for all
 */
record BenchArguments(List<String> scenarios, Set<Peer> peers, int rounds, Duration time, Path out) {

    /** @throws IllegalArgumentException with what is wrong */
    static BenchArguments parse(String... arguments) {
        List<String> scenarios = new java.util.ArrayList<>();
        Set<Peer> peers = EnumSet.of(Peer.CHORALE, Peer.NODE, Peer.NETTY, Peer.FLOOR);
        int rounds = 3;
        Duration time = Duration.ofSeconds(8);
        Path out = Path.of("bench", "target", "bench");
        for (int i = 0; i < arguments.length; i++) {
            String argument = arguments[i];
            if (!argument.startsWith("--")) {
                scenarios.add(argument);
                continue;
            }
            if (i + 1 == arguments.length) {
                throw new IllegalArgumentException(argument + " needs a value");
            }
            String value = arguments[++i];
            switch (argument) {
                case "--against" -> peers = against(value);
                case "--rounds" -> rounds = Integer.parseInt(value);
                case "--seconds" -> time = Duration.ofSeconds(Integer.parseInt(value));
                case "--out" -> out = Path.of(value);
                default ->
                    throw new IllegalArgumentException(
                            argument + " is unknown; there are --against, --rounds, --seconds and --out");
            }
        }
        return new BenchArguments(List.copyOf(scenarios), peers, rounds, time, out);
    }

    private static Set<Peer> against(String names) {
        Set<Peer> peers = EnumSet.of(Peer.CHORALE);
        Arrays.stream(names.split(","))
                .filter(name -> !name.isBlank())
                .map(Peer::of)
                .forEach(peers::add);
        return peers;
    }

    boolean wants(String scenario) {
        return scenarios.isEmpty() || scenarios.contains(scenario);
    }
}
