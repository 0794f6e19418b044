package io.chorale.websocket.redis;

/** A message of a version that this one does not read: what it says is lost to this replica. */
final class UnknownVersionException extends MalformedMessageException {
    private static final long serialVersionUID = 1L;

    UnknownVersionException(int version) {
        super("version " + version + " of the format; this replica reads version " + EventMessage.VERSION);
    }
}
