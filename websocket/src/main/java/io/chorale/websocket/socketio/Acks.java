package io.chorale.websocket.socketio;

import java.util.List;

/**
 * What came back of a question to many.
 *
 * @param answers one for each client that answered, in the order of arrival
 * @param complete everybody who was asked answered in time
 */
public record Acks(List<Arguments> answers, boolean complete) {
    public Acks {
        answers = List.copyOf(answers);
    }
}
