package io.chorale.websocket.relay;

/**
 * What to answer a request with.
 *
 * @param contentType empty when there is no body
 * @param body shared; never written to
 */
public record RelayAnswer(int status, String contentType, byte[] body) {}
