package io.chorale.websocket.relay;

/** There are no other replicas. */
final class NoRelay implements SessionRelay {

    @Override
    public String ownerTag() {
        return "";
    }

    @Override
    public void serve(String path, SessionOwner owner) {}

    @Override
    public void stopServing(String path) {}

    @Override
    public boolean isForeign(String sessionId) {
        return false;
    }

    @Override
    public RelayedExchange open(RelayRequest request) {
        throw new OwnerGoneException("there are no other replicas");
    }

    @Override
    public SocketAttempt connect(RelayRequest request) {
        throw new OwnerGoneException("there are no other replicas");
    }
}
