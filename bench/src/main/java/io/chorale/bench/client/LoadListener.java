package io.chorale.bench.client;

/** What happens to clients; called on the thread of their {@link LoadLoop}, which it must not block. */
public interface LoadListener {

    /** The namespace is connected: events may be sent. */
    void ready(LoadClient client);

    /**
     * An event or an answer came.
     *
     * @param bytes valid during the call only
     */
    void event(LoadClient client, byte[] bytes, int offset, int length);

    void answer(LoadClient client, int id);

    void closed(LoadClient client, String reason);
}
