package io.chorale.websocket.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecentEntriesTest {
    private static final int SIZE = 100;

    @Test
    void givesPagesOfWhatItHolds() {
        RecentEntries recent = filled(new RecentEntries(10, 1_000_000), 1, 5);

        assertThat(recent.page(at(0), at(5), 3).orElseThrow())
                .extracting(EventLog.Entry::position)
                .containsExactly(at(1), at(2), at(3));
        assertThat(recent.page(at(3), at(4), 3).orElseThrow())
                .extracting(EventLog.Entry::position)
                .containsExactly(at(4));
        assertThat(recent.page(at(5), at(5), 3).orElseThrow()).isEmpty();
    }

    @Test
    void doesNotPretendToHoldMore() {
        RecentEntries recent = filled(new RecentEntries(10, 1_000_000), 3, 5);

        assertThat(recent.page(at(1), at(5), 3)).isEmpty();
        assertThat(recent.page(at(4), at(6), 3)).isEmpty();
        assertThat(new RecentEntries(10, 1_000).page(at(1), at(1), 3)).isEmpty();
    }

    @Test
    void isBoundedInNumberAndBytes() {
        RecentEntries few = filled(new RecentEntries(2, 1_000_000), 1, 5);
        RecentEntries small = filled(new RecentEntries(100, 2 * (SIZE + 150)), 1, 5);

        for (RecentEntries recent : new RecentEntries[] {few, small}) {
            assertThat(recent.page(at(2), at(5), 10)).isEmpty();
            assertThat(recent.page(at(3), at(5), 10).orElseThrow()).hasSize(2);
        }
    }

    private static RecentEntries filled(RecentEntries recent, int first, int last) {
        IntStream.rangeClosed(first, last).forEach(i -> recent.add(new EventLog.Entry(at(i), new byte[SIZE])));
        return recent;
    }

    private static LogPosition at(int number) {
        return new LogPosition(1_000 + number, number);
    }
}
