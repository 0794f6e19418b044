package io.chorale.websocket.redis;

import io.chorale.websocket.relay.PostBody;
import io.chorale.websocket.relay.RelayAnswer;
import io.chorale.websocket.relay.RelayRequest;
import io.chorale.websocket.relay.SessionOwner;
import java.util.concurrent.ArrayBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A polling request that another replica brought, answered on a thread of its own. */
final class AskedRequest implements RelayParty {
    private static final Logger LOG = LoggerFactory.getLogger(AskedRequest.class);
    private static final int OK = 200;

    private final LinkedReplica asker;
    private final long exchange;
    private final RelayRequest request;
    private final SessionOwner owner;
    private final ArrayBlockingQueue<PostBody> body = new ArrayBlockingQueue<>(1);
    private final Thread thread;
    /** Sent, but not known to have arrived. */
    private volatile boolean answered;

    private AskedRequest(LinkedReplica asker, long exchange, RelayRequest request, SessionOwner owner) {
        this.asker = asker;
        this.exchange = exchange;
        this.request = request;
        this.owner = owner;
        this.thread = Thread.ofVirtual().name("relay-request").unstarted(this::answer);
    }

    static void begin(LinkedReplica asker, RelayMessage message, @Nullable SessionOwner owner) {
        if (owner == null) {
            asker.refuse(message.exchange());
            return;
        }
        AskedRequest asked = new AskedRequest(asker, message.exchange(), RelayRequests.request(message), owner);
        if (asker.begin(message.exchange(), asked)) {
            asked.thread.start();
        } else {
            asker.refuse(message.exchange());
        }
    }

    private void answer() {
        try {
            RelayAnswer answer = owner.answer(request, body::take);
            answered = takesPackets(answer);
            boolean sent = asker.send(RelayRequests.message(exchange, answer));
            if (!answered) {
                asker.end(exchange);
            } else if (!sent || Thread.interrupted()) {
                lose();
            }
        } catch (InterruptedException nobodyWaits) {
            asker.end(exchange);
        } catch (RuntimeException e) {
            LOG.error("A request from another replica failed", e);
            asker.end(exchange);
            asker.refuse(exchange);
        }
    }

    private boolean takesPackets(RelayAnswer answer) {
        return request.method() == RelayRequest.Method.GET && answer.status() == OK;
    }

    /** What the answer carried was taken from the session and did not arrive. */
    private void lose() {
        asker.end(exchange);
        owner.answerLost(request.sessionId());
    }

    @Override
    public void receive(RelayMessage message) {
        switch (message.kind()) {
            case BODY -> body.offer(RelayRequests.body(message));
            case RECEIVED -> {
                answered = false;
                asker.end(exchange);
            }
            case ABANDON -> broken(false);
            default -> throw new MalformedMessageException(message.kind() + " is not for a request");
        }
    }

    @Override
    public void broken(boolean gone) {
        if (answered) {
            Thread.ofVirtual().name("relay-lost").start(this::lose);
        } else {
            thread.interrupt();
        }
    }
}
