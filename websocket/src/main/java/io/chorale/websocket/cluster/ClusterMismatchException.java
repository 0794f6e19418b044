package io.chorale.websocket.cluster;

/** This replica and those that run already cannot work together: a setting, or versions too far apart. */
public class ClusterMismatchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ClusterMismatchException(String message) {
        super(message);
    }
}
