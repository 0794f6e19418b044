package io.chorale.websocket.engineio;

import static io.chorale.websocket.engineio.EngineFixture.eventually;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Sends each message back and remembers what each session brought and how it ended. Safe for use by many threads. */
final class RecordingEngine implements EngineApplication {
    private final Map<String, Recorded> sessions = new ConcurrentHashMap<>();

    static final class Recorded implements EngineListener {
        final EngineSession session;
        final List<String> messages = new CopyOnWriteArrayList<>();
        final List<CloseReason> ends = new CopyOnWriteArrayList<>();

        private Recorded(EngineSession session) {
            this.session = session;
        }

        @Override
        public void onText(byte[] utf8, int offset, int length) {
            byte[] packet = Arrays.copyOfRange(utf8, offset - 1, offset + length);
            messages.add(new String(packet, 1, length, StandardCharsets.UTF_8));
            session.send(EnginePacket.of(packet, List.of()));
        }

        @Override
        public void onBinary(byte[] data) {
            messages.add(Arrays.toString(data));
            session.send(EnginePacket.binary(data));
        }

        @Override
        public void onClose(CloseReason reason) {
            ends.add(reason);
        }
    }

    @Override
    public EngineListener open(EngineSession session) {
        Recorded recorded = new Recorded(session);
        sessions.put(session.id(), recorded);
        return recorded;
    }

    /** A client knows its id a moment before the application hears of it. */
    Recorded of(String id) {
        return eventually().until(() -> sessions.get(id), Objects::nonNull);
    }

    List<Recorded> all() {
        return List.copyOf(sessions.values());
    }
}
