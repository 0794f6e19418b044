package io.chorale.websocket.engineio;

/** The handshake answer (Engine.IO protocol, "Handshake"); exactly these keys, in the reference's order. */
final class OpenPacket {
    private OpenPacket() {}

    static EnginePacket of(String id, EngineOptions options, EngineSession.Transport transport) {
        return EnginePacket.of("0{\"sid\":\"" + id + "\",\"upgrades\":["
                + (options.upgradesTo(transport) ? "\"websocket\"" : "")
                + "],\"pingInterval\":" + options.pingInterval().toMillis()
                + ",\"pingTimeout\":" + options.pingTimeout().toMillis()
                + ",\"maxPayload\":" + options.maxPayload() + "}");
    }
}
