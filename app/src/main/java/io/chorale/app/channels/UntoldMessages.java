package io.chorale.app.channels;

import io.chorale.app.accounts.User;
import io.chorale.app.accounts.Users;
import io.chorale.app.database.DatabaseBusyException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of new messages, and remembers in the database which were told: without that, a message whose replica is killed
 * between the commit and the log is there and nobody hears of it. What was not told within five seconds any replica tells
 * again, since the log takes the event of a message once. It looks every two seconds, at most for 200. Safe for use by many
 * threads.
 */
final class UntoldMessages implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(UntoldMessages.class);
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final int PAUSES_BETWEEN_LOOKS = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int PAGE = 200;
    private static final int MOST_TOLD = 50_000;

    private final Messages messages;
    private final Channels channels;
    private final Users users;
    private final MessageViews views;
    private final MessageClock clock;
    private final ChannelEvents events;
    /** In the log, and not marked yet. What does not fit is told again, which changes nothing. */
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>(MOST_TOLD);
    /** On the way into the log from here; the outbox bounds them. */
    private final Set<String> underway = ConcurrentHashMap.newKeySet();

    private final Thread teller = Thread.ofVirtual().name("untold-messages").unstarted(this::workForEver);

    UntoldMessages(
            Messages messages,
            Channels channels,
            Users users,
            MessageViews views,
            MessageClock clock,
            ChannelEvents events) {
        this.messages = messages;
        this.channels = channels;
        this.users = users;
        this.views = views;
        this.clock = clock;
        this.events = events;
    }

    void start() {
        teller.start();
    }

    /** Sends the event of a new message. When the cluster takes no more events now, it is sent later. */
    void tell(Channel channel, MessageView view, User author) {
        String id = view.id();
        underway.add(id);
        boolean taken = false;
        try {
            taken = events.posted(channel, id, view, author, () -> {
                underway.remove(id);
                var unused = told.offer(id);
            });
        } finally {
            if (!taken) {
                underway.remove(id);
            }
        }
    }

    private void workForEver() {
        try {
            for (int turn = 1; ; turn++) {
                Thread.sleep(PAUSE);
                work(turn % PAUSES_BETWEEN_LOOKS == 0);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void work(boolean look) {
        try {
            mark();
            if (look && underway.size() < PAGE) { // more: the log is away, and takes nothing from here now
                messages.untold(clock.before(PATIENCE), PAGE).stream()
                        .filter(message -> !underway.contains(message.id()))
                        .forEach(this::tellAgain);
            }
        } catch (JdbiException | DatabaseBusyException e) {
            LOG.debug("New messages are marked as told later: {}", e.toString());
        } catch (RuntimeException e) {
            LOG.warn("Messages that nobody was told of are looked for again in two seconds", e);
        }
    }

    private void mark() {
        List<String> ids = new ArrayList<>();
        told.drainTo(ids, PAGE);
        try {
            messages.told(ids, clock.before(Duration.ZERO));
        } catch (RuntimeException e) {
            told.addAll(ids);
            throw e;
        }
    }

    private void tellAgain(Message message) {
        Optional<Channel> channel = channels.find(message.channelId());
        Optional<User> author = users.find(message.userId());
        if (channel.isEmpty() || author.isEmpty()) {
            messages.told(List.of(message.id()), clock.before(Duration.ZERO)); // nobody is left to hear of it
            return;
        }
        LOG.debug("Message {} was not told within {} s and is told now", message.id(), PATIENCE.toSeconds());
        tell(channel.get(), views.of(message), author.get());
    }

    /** Marks what is in the log; what is not, others tell. */
    @Override
    public void close() throws InterruptedException {
        teller.interrupt();
        teller.join(Duration.ofSeconds(2));
        for (int left = told.size(); left > 0; left -= PAGE) {
            mark();
        }
    }
}
