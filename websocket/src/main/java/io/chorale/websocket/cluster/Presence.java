package io.chorale.websocket.cluster;

import java.util.Set;

/**
 * Whose sockets are connected anywhere, and which models they use. What a replica said goes away when it stops, and within
 * ten seconds after it was killed. Nothing here blocks: others see a change seconds later, and after an outage of the
 * backend everything that holds then. Safe for use by many threads.
 */
public interface Presence {

    /**
     * A socket of this replica is somebody's; again when what is said of them changed.
     *
     * @param user a JSON object in UTF-8, at least one field, without secrets and pictures: operators read it
     */
    void here(String socketId, byte[] user);

    /** It is nobody's any more, or gone. */
    void gone(String socketId);

    /** A socket uses a model just now; to be said again each second or two for as long as that is so. */
    void uses(String socketId, String model);

    /** Models that are used anywhere, as of the last seconds. From memory. */
    Set<String> models();
}
