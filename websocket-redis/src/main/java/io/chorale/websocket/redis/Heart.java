package io.chorale.websocket.redis;

import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Beats: says that this replica lives, checks that it hears, and tidies up. One thread. */
final class Heart implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Heart.class);

    private final Duration pause;
    private final Membership membership;
    private final Hearing hearing;
    private final LogReader reader;
    private final Delivery delivery;
    private final Runnable sendBeat;
    private final List<Runnable> chores;
    private final OutageLog outage = new OutageLog(LOG, "The heartbeat of this replica does not reach Redis");
    private LogPosition logEnd = new LogPosition(0, 0);

    /** @param chores short ones, done at each beat */
    Heart(
            Duration pause,
            Membership membership,
            Hearing hearing,
            LogReader reader,
            Delivery delivery,
            Runnable sendBeat,
            List<Runnable> chores) {
        this.pause = pause;
        this.membership = membership;
        this.hearing = hearing;
        this.reader = reader;
        this.delivery = delivery;
        this.sendBeat = sendBeat;
        this.chores = chores;
    }

    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                beat();
                hearing.check(delivery.position(), logEnd, reader.entries());
                doChores();
                Thread.sleep(pause);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void beat() {
        try {
            sendBeat.run();
            long asked = System.nanoTime();
            logEnd = membership.beat();
            hearing.answered(Duration.ofNanos(System.nanoTime() - asked));
            outage.over();
        } catch (RuntimeException e) {
            hearing.unanswered(e);
            outage.failed(e);
        }
    }

    private void doChores() {
        for (Runnable chore : chores) {
            try {
                chore.run();
            } catch (RuntimeException e) {
                LOG.error("A chore of the heart failed; it is tried again at the next beat", e);
            }
        }
    }
}
