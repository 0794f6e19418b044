package io.chorale.websocket.engineio;

import java.util.Arrays;
import java.util.List;

/** Sends each message back on its session: same type, same order. */
public final class EchoEngine implements EngineApplication {

    @Override
    public EngineListener open(EngineSession session) {
        return new EngineListener() {
            @Override
            public void onText(byte[] utf8, int offset, int length) {
                session.send(EnginePacket.of(Arrays.copyOfRange(utf8, offset - 1, offset + length), List.of()));
            }

            @Override
            public void onBinary(byte[] data) {
                session.send(EnginePacket.binary(data));
            }

            @Override
            public void onClose(CloseReason reason) {}
        };
    }
}
