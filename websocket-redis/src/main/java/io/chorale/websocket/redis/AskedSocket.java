package io.chorale.websocket.redis;

import io.chorale.websocket.redis.RelayMessage.Kind;
import io.chorale.websocket.relay.ClientEnd;
import io.chorale.websocket.relay.RelayAnswer;
import io.chorale.websocket.relay.RelayedSocket;
import io.chorale.websocket.relay.RelayedSocket.Ending;
import io.chorale.websocket.relay.SessionOwner;
import io.chorale.websocket.relay.SocketAttempt;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A session's websocket whose connection another replica has. What its client sends is worked on by one thread, in order;
 * the other replica sends no more than a window ahead.
 */
final class AskedSocket implements RelayParty, ClientEnd, Runnable {
    private final LinkedReplica asker;
    private final long exchange;
    private final RelayedSocket session;
    private final LinkedBlockingQueue<RelayMessage> steps = new LinkedBlockingQueue<>();
    private final AtomicBoolean over = new AtomicBoolean();

    private AskedSocket(LinkedReplica asker, long exchange, RelayedSocket session) {
        this.asker = asker;
        this.exchange = exchange;
        this.session = session;
    }

    /** Judging takes the lock of the session, so it does not happen on the thread that brings the messages. */
    static void begin(LinkedReplica asker, RelayMessage message, @Nullable SessionOwner owner) {
        if (owner == null) {
            asker.refuse(message.exchange());
            return;
        }
        var request = RelayRequests.request(message);
        Thread.ofVirtual().name("relay-socket").start(() -> {
            switch (owner.attach(request)) {
                case SocketAttempt.Refused(RelayAnswer answer) ->
                    asker.send(RelayRequests.message(message.exchange(), answer));
                case SocketAttempt.Accepted(RelayedSocket session) ->
                    new AskedSocket(asker, message.exchange(), session).accept();
            }
        });
    }

    private void accept() {
        if (asker.begin(exchange, this)) {
            asker.send(RelayMessage.of(Kind.ACCEPTED, exchange));
            run();
        } else {
            asker.refuse(exchange);
        }
    }

    @Override
    public void run() {
        try {
            boolean going = true;
            while (going) {
                going = step(steps.take());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return false after the last one */
    private boolean step(RelayMessage message) {
        switch (message.kind()) {
            case OPENED -> session.opened(this);
            case TEXT -> {
                session.text(message.bytes());
                asker.send(RelayMessage.of(Kind.TAKEN, exchange, message.bytes().length));
            }
            case BINARY -> {
                session.binary(message.bytes());
                asker.send(RelayMessage.of(Kind.TAKEN, exchange, message.bytes().length));
            }
            default -> {
                session.ended(ending(message.number()));
                return false;
            }
        }
        return true;
    }

    private static Ending ending(long number) {
        Ending[] known = Ending.values();
        return number >= 0 && number < known.length ? known[(int) number] : Ending.FAILED;
    }

    @Override
    public void receive(RelayMessage message) {
        switch (message.kind()) {
            case OPENED, TEXT, BINARY -> steps.add(message);
            case WRITTEN -> session.written((int) message.number());
            case ENDED -> end(message);
            default -> throw new MalformedMessageException(message.kind() + " is not for a session's websocket");
        }
    }

    private void end(RelayMessage message) {
        if (over.compareAndSet(false, true)) {
            asker.end(exchange);
            steps.add(message);
        }
    }

    @Override
    public void broken(boolean gone) {
        end(RelayMessage.of(Kind.ENDED, exchange, Ending.FAILED.ordinal()));
    }

    // --- what the session does to its client ----------------------------------------------------------------------

    @Override
    public boolean send(byte[] frames) {
        return asker.send(RelayMessage.of(Kind.FRAMES, exchange, frames));
    }

    @Override
    public void close(int code, String text) {
        asker.send(new RelayMessage(Kind.CLOSE, exchange, code, text, new byte[0]));
    }

    @Override
    public void abort() {
        asker.send(RelayMessage.of(Kind.ABORT, exchange));
    }
}
