package io.chorale.app.rig;

import io.chorale.app.rig.Clients.Received;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a run comes to. The truth is the database; the order is that of the log, which every client is told with each
 * event.
 *
 * @param stored messages in the database
 * @param delivered events that reached clients, over all of them
 * @param unstored acknowledged messages that the database lacks
 * @param lost messages that a client knows neither from an event nor from a reload, over all clients
 * @param doubled events that a client got again, over all clients
 * @param outOfOrder events that came after a later one, or with another position than another client was told
 * @param resumed reconnects that were recovered
 * @param reloads reconnects that were not, after which the client asked the database
 * @param fromDatabase messages that clients had only from there
 * @param gapMillis longest time without a message, of any client
 */
record Verdict(
        int stored,
        long delivered,
        int unstored,
        int lost,
        int doubled,
        int outOfOrder,
        int resumed,
        int reloads,
        int fromDatabase,
        int gapMillis) {

    static Verdict of(Set<Integer> acknowledged, Set<Integer> stored, Clients.Report report) {
        Set<Integer> unstored = new HashSet<>(acknowledged);
        unstored.removeAll(stored);
        List<Received> clients = report.clients();
        return new Verdict(
                stored.size(),
                clients.stream().mapToLong(client -> client.events().size()).sum(),
                unstored.size(),
                clients.stream().mapToInt(client -> lost(client, stored)).sum(),
                clients.stream().mapToInt(Verdict::doubled).sum(),
                clients.stream()
                        .mapToInt(client -> client.elsewhere() + outOfOrder(client, report.positions()))
                        .sum(),
                clients.stream().mapToInt(Received::recovered).sum(),
                clients.stream().mapToInt(Received::reloads).sum(),
                clients.stream().mapToInt(Verdict::fromDatabase).sum(),
                clients.stream().mapToInt(Received::gapMillis).max().orElse(0));
    }

    /** What must not be: by name, how often. */
    Map<String, Integer> faults() {
        Map<String, Integer> counts =
                Map.of("unstored", unstored, "lost", lost, "doubled", doubled, "out of order", outOfOrder);
        return counts.entrySet().stream()
                .filter(count -> count.getValue() > 0)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static int lost(Received client, Set<Integer> stored) {
        Set<Integer> missing = new HashSet<>(stored);
        client.events().forEach(missing::remove);
        client.reloaded().forEach(missing::remove);
        return missing.size();
    }

    private static int doubled(Received client) {
        return client.events().size() - new HashSet<>(client.events()).size();
    }

    private static int fromDatabase(Received client) {
        Set<Integer> only = new HashSet<>(client.reloaded());
        client.events().forEach(only::remove);
        return only.size();
    }

    private static int outOfOrder(Received client, Map<Integer, String> positions) {
        Position newest = new Position(0, 0);
        int late = 0;
        for (Integer number : new LinkedHashSet<>(client.events())) {
            Position position = Position.parse(positions.getOrDefault(number, ""));
            if (position.compareTo(newest) <= 0) {
                late++;
            } else {
                newest = position;
            }
        }
        return late;
    }

    /** That of an entry in a Redis Stream, as clients are told it. */
    private record Position(long millis, long number) implements Comparable<Position> {
        static Position parse(String text) {
            int dash = text.indexOf('-');
            if (dash < 0) {
                throw new IllegalArgumentException("not a position in the log: '" + text + "'");
            }
            return new Position(Long.parseLong(text, 0, dash, 10), Long.parseLong(text, dash + 1, text.length(), 10));
        }

        @Override
        public int compareTo(Position other) {
            int byTime = Long.compare(millis, other.millis);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }
}
