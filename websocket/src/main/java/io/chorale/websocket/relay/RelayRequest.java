package io.chorale.websocket.relay;

/**
 * A request with a session id, as far as the owner needs to know it. The origin is judged before, where it arrived.
 * Immutable.
 *
 * @param path of the Engine.IO server, without trailing slash
 * @param websocket the {@code transport} parameter says websocket, else polling
 * @param upgrading the request asks for a websocket by its headers
 * @param version4 the {@code EIO} parameter is 4
 */
public record RelayRequest(
        String path, String sessionId, Method method, boolean websocket, boolean upgrading, boolean version4) {

    public enum Method {
        GET,
        POST,
        OTHER;

        public static Method of(String name) {
            return switch (name) {
                case "GET" -> GET;
                case "POST" -> POST;
                default -> OTHER;
            };
        }
    }
}
