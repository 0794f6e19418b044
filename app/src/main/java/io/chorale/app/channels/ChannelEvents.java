package io.chorale.app.channels;

import io.chorale.app.accounts.User;

/** Hears of what was committed, before the request is answered. Must not throw, and must not wait for anybody. */
public interface ChannelEvents {

    /** It is there from now on. */
    void created(Channel channel);

    /** Its name, its texts, or who may see it are others now. */
    void updated(Channel channel);

    void deleted(Channel channel);

    /**
     * Something happened to a message.
     *
     * @param type {@code message}, {@code message:update} … as on the wire
     * @param message written as JSON
     * @param actor who did it
     */
    void message(Channel channel, String type, String messageId, Object message, User actor);
}
