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
     * A message is new.
     *
     * @param appended runs once its event cannot get lost any more; on a foreign thread, so it returns at once
     * @return false when no events are taken now, and it has to be said again later
     */
    boolean posted(Channel channel, String messageId, Object message, User author, Runnable appended);

    /**
     * Something else happened to a message.
     *
     * @param type {@code message:update}, {@code message:delete} … as on the wire
     * @param message written as JSON
     * @param actor who did it
     */
    void message(Channel channel, String type, String messageId, Object message, User actor);
}
