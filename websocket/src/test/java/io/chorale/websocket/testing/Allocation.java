package io.chorale.websocket.testing;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Bytes that the calling thread allocates: exact, whatever else the machine does. */
public final class Allocation {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Allocation() {}

    /** Runs the action twice and takes the lesser amount: the first time, classes may have been loaded. */
    public static long of(Runnable action) {
        return Math.min(once(action), once(action));
    }

    private static long once(Runnable action) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        action.run();
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}
