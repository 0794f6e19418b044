package io.chorale.bench.scenario;

import io.chorale.bench.client.Digits;
import io.chorale.bench.client.LoadClient;
import org.HdrHistogram.Histogram;

/**
 * Numbered messages to a room, and what its members got of them. All members must get all of them in order. Used on the
 * thread of the loop.
 */
final class RoomLoad implements Crowd.Ears {
    private static final String FILLING = "x".repeat(100);
    private static final byte[] MESSAGE = "message".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    private static final int NAME = 4; // behind 42["

    private final int members;
    private final int[] last;
    private final int[] missing;
    private final Histogram latencies = new Histogram(3_600_000_000_000L, 3);
    private final Runnable whenComplete;
    private int published;
    private int completed;
    private long deliveries;
    private long faults;

    /**
     * @param window messages that may be on their way at once
     * @param whenComplete called when all members have the oldest message that was on its way
     */
    RoomLoad(int members, int window, Runnable whenComplete) {
        this.members = members;
        this.whenComplete = whenComplete;
        last = new int[members];
        missing = new int[window];
    }

    /** A hundred bytes of text that begin with a number and a time. */
    void publish(LoadClient publisher) {
        published++;
        missing[published % missing.length] = members;
        String head = published + " " + System.nanoTime() + " ";
        publisher.send("42[\"broadcast\",\"" + head + FILLING.substring(0, Math.max(0, 100 - head.length())) + "\"]");
    }

    @Override
    public void event(LoadClient client, byte[] bytes, int offset, int length) {
        for (int i = 0; i < MESSAGE.length; i++) {
            if (bytes[offset + NAME + i] != MESSAGE[i]) {
                return; // an event of the server's own
            }
        }
        int at = Digits.argument(bytes, offset, length);
        int number = Digits.parse(bytes, at);
        int time = at;
        while (bytes[time] != ' ') {
            time++;
        }
        latencies.recordValue(Math.max(0, System.nanoTime() - Digits.parseLong(bytes, time + 1)));
        if (number != last[client.number()] + 1) {
            faults++;
        }
        last[client.number()] = number;
        deliveries++;
        if (--missing[number % missing.length] == 0) {
            completed++;
            whenComplete.run();
        }
    }

    @Override
    public void answer(LoadClient client, int id) {
        faults++; // nobody asked
    }

    int onTheirWay() {
        return published - completed;
    }

    long deliveries() {
        return deliveries;
    }

    long faults() {
        return faults;
    }

    Histogram latencies() {
        return latencies;
    }
}
