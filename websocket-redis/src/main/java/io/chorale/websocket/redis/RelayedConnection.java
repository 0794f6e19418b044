package io.chorale.websocket.redis;

import io.chorale.websocket.redis.RelayMessage.Kind;
import io.chorale.websocket.relay.ClientEnd;
import io.chorale.websocket.relay.OwnerGoneException;
import io.chorale.websocket.relay.RelayRequest;
import io.chorale.websocket.relay.RelayUnavailableException;
import io.chorale.websocket.relay.RelayedSocket;
import io.chorale.websocket.relay.SocketAttempt;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A websocket of a client of this replica whose session another replica owns. Its monitor guards the window. */
final class RelayedConnection implements RelayedSocket, RelayParty {
    /** Bytes of messages that the owner has not taken; then the client is held back. */
    private static final int WINDOW = 256 << 10;

    private static final Duration CONNECT = Duration.ofSeconds(5);

    private final LinkedReplica owner;
    private final long exchange;
    private final RelayRequest request;
    private final CompletableFuture<SocketAttempt> attempt = new CompletableFuture<>();
    private volatile @Nullable ClientEnd client;
    private int untaken;
    private boolean over;

    RelayedConnection(LinkedReplica owner, long exchange, RelayRequest request) {
        this.owner = owner;
        this.exchange = exchange;
        this.request = request;
    }

    /** Asks the owner and waits for its judgement. */
    SocketAttempt connect() {
        if (!owner.begin(exchange, this) || !owner.send(RelayRequests.message(Kind.CONNECT, exchange, request))) {
            owner.end(exchange);
            throw new RelayUnavailableException("the link to the owner is busy or broken");
        }
        try {
            return attempt.get(CONNECT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof OwnerGoneException gone) {
                throw gone;
            }
            throw new RelayUnavailableException("the link to the owner broke");
        } catch (TimeoutException e) {
            ended(Ending.FAILED);
            throw new RelayUnavailableException("the owner does not answer");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            ended(Ending.FAILED);
            throw new RelayUnavailableException("interrupted");
        }
    }

    @Override
    public void receive(RelayMessage message) {
        ClientEnd open = client;
        switch (message.kind()) {
            case ACCEPTED -> attempt.complete(new SocketAttempt.Accepted(this));
            case ANSWER -> {
                owner.end(exchange);
                attempt.complete(new SocketAttempt.Refused(RelayRequests.answer(message)));
            }
            case TAKEN -> taken((int) message.number());
            case FRAMES -> {
                if (open != null) {
                    open.send(message.bytes()); // when it cannot, the connection ends, which is told
                }
            }
            case CLOSE -> {
                if (open != null) {
                    open.close((int) message.number(), message.word());
                }
            }
            case ABORT -> abort();
            default -> throw new MalformedMessageException(message.kind() + " is not for a connection");
        }
    }

    private void abort() {
        ClientEnd open = client;
        if (open != null) {
            Thread.ofVirtual().name("relay-abort").start(open::abort);
        }
    }

    @Override
    public void broken(boolean gone) {
        attempt.completeExceptionally(
                gone ? new OwnerGoneException("the owner died") : new RelayUnavailableException("the link broke"));
        stop();
        abort();
    }

    private synchronized void taken(int bytes) {
        untaken -= bytes;
        notifyAll();
    }

    private synchronized void stop() {
        over = true;
        notifyAll();
    }

    @Override
    public void opened(ClientEnd end) {
        client = end;
        owner.send(RelayMessage.of(Kind.OPENED, exchange));
        synchronized (this) {
            if (!over) {
                return;
            }
        }
        abort(); // the link broke before there was a connection to abort
    }

    @Override
    public void text(byte[] utf8) {
        pass(Kind.TEXT, utf8);
    }

    @Override
    public void binary(byte[] data) {
        pass(Kind.BINARY, data);
    }

    private void pass(Kind kind, byte[] message) {
        if (awaitWindow(message.length) && !owner.send(RelayMessage.of(kind, exchange, message))) {
            abort();
        }
    }

    private synchronized boolean awaitWindow(int bytes) {
        try {
            while (untaken >= WINDOW && !over) {
                wait();
            }
            untaken += bytes;
            return !over;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void written(int bytes) {
        owner.send(RelayMessage.of(Kind.WRITTEN, exchange, bytes));
    }

    @Override
    public void ended(Ending ending) {
        stop();
        owner.send(RelayMessage.of(Kind.ENDED, exchange, ending.ordinal()));
        owner.end(exchange);
    }
}
