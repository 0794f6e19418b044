package io.chorale.websocket.redis;

import io.chorale.websocket.redis.RelayMessage.Kind;
import io.chorale.websocket.relay.OwnerGoneException;
import io.chorale.websocket.relay.PostBody;
import io.chorale.websocket.relay.RelayAnswer;
import io.chorale.websocket.relay.RelayRequest;
import io.chorale.websocket.relay.RelayUnavailableException;
import io.chorale.websocket.relay.RelayedExchange;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A polling request of a client of this replica that another answers. */
final class RelayedCall implements RelayedExchange, RelayParty {
    /** The owner answers each poll before; this is for an owner that forgot. */
    private static final int LONGEST_WAIT_MINUTES = 10;

    private final LinkedReplica owner;
    private final long exchange;
    private final RelayRequest request;
    private final CompletableFuture<RelayAnswer> answer = new CompletableFuture<>();

    RelayedCall(LinkedReplica owner, long exchange, RelayRequest request) {
        this.owner = owner;
        this.exchange = exchange;
        this.request = request;
    }

    /** @return false when the link does not take it */
    boolean begin() {
        if (!owner.begin(exchange, this)) {
            return false;
        }
        if (owner.send(RelayRequests.message(Kind.ASK, exchange, request))) {
            return true;
        }
        owner.end(exchange);
        return false;
    }

    @Override
    public void receive(RelayMessage message) {
        if (message.kind() == Kind.ANSWER) {
            owner.send(RelayMessage.of(Kind.RECEIVED, exchange));
            owner.end(exchange);
            answer.complete(RelayRequests.answer(message));
        }
    }

    @Override
    public void broken(boolean gone) {
        answer.completeExceptionally(
                gone ? new OwnerGoneException("the owner died") : new RelayUnavailableException("the link broke"));
    }

    @Override
    public void body(PostBody body) {
        if (!owner.send(RelayRequests.message(exchange, body))) {
            abandon();
            throw new RelayUnavailableException("too much waits for the owner");
        }
    }

    @Override
    public RelayAnswer answer() throws InterruptedException {
        try {
            return answer.get(LONGEST_WAIT_MINUTES, TimeUnit.MINUTES);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof OwnerGoneException gone) {
                throw gone;
            }
            throw new RelayUnavailableException("the link to the owner broke");
        } catch (TimeoutException e) {
            abandon();
            throw new RelayUnavailableException("the owner does not answer");
        }
    }

    @Override
    public void lost() {
        byte[] session = request.sessionId().getBytes(StandardCharsets.UTF_8);
        owner.send(new RelayMessage(Kind.LOST, exchange, 0, request.path(), session));
    }

    @Override
    public void abandon() {
        owner.send(RelayMessage.of(Kind.ABANDON, exchange));
        owner.end(exchange);
    }
}
