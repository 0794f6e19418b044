package io.chorale.websocket.socketio;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.chorale.websocket.engineio.EnginePacket;
import io.chorale.websocket.engineio.OriginExplanation;
import io.chorale.websocket.engineio.OriginRefusal;
import java.nio.charset.StandardCharsets;

/**
 * Refuses a websocket for its origin with a CONNECT_ERROR, which the client hands to the page as {@code connect_error};
 * the page can show it, and the client does not try again. Safe for use by many threads.
 */
final class OriginConnectError implements OriginExplanation {
    /** As the client sees it in {@code error.data.code}. */
    static final String CODE = "origin_refused";

    private static final int LONGEST_NAMESPACE = 100;

    private final Json json;

    OriginConnectError(Json json) {
        this.json = json;
    }

    @Override
    public EnginePacket answer(OriginRefusal refusal, String first) {
        String namespace = namespace(first);
        ObjectNode error = json.emptyObject().put("message", refusal.message());
        error.putObject("data")
                .put("code", CODE)
                .put("origin", refusal.origin())
                .put("cure", refusal.cure());
        String text = new String(json.bytes(error), StandardCharsets.UTF_8);
        return EnginePacket.of("44" + (namespace.isEmpty() ? "" : namespace + ",") + text);
    }

    /** Of a CONNECT packet; empty for the main one. */
    private static String namespace(String connect) {
        if (!connect.startsWith("0/")) {
            return "";
        }
        int comma = connect.indexOf(',');
        String name = connect.substring(1, comma < 0 ? connect.length() : comma);
        return name.length() > LONGEST_NAMESPACE || name.equals("/") ? "" : name;
    }
}
