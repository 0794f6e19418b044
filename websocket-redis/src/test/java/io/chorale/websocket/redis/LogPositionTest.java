package io.chorale.websocket.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogPositionTest {
    @Test
    void readsWhatItWrote() {
        LogPosition position = new LogPosition(1_764_000_000_123L, 1_764_000_000_123_456L);

        assertThat(LogPosition.parse(position.toString())).contains(position);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "1",
                "1-",
                "-1",
                "1--1",
                "1-1-1",
                " 1-1",
                "1-1 ",
                "+1-1",
                "1-+1",
                "٣-٣",
                "a-b",
                "0x1-1",
                "99999999999999999999-1",
                "1-99999999999999999999",
                "1-1\n",
                "00000000000000000000000000000000000000001-1"
            })
    void takesNothingElseForAPosition(String text) {
        assertThat(LogPosition.parse(text)).isEmpty();
    }

    @Test
    void isFollowedOnlyByTheNextNumberAtTheSameTimeOrLater() {
        LogPosition position = new LogPosition(10, 5);

        assertThat(position.isFollowedBy(new LogPosition(10, 6))).isTrue();
        assertThat(position.isFollowedBy(new LogPosition(99, 6))).isTrue();
        assertThat(position.isFollowedBy(new LogPosition(99, 7))).isFalse();
        assertThat(position.isFollowedBy(new LogPosition(99, 5))).isFalse();
        assertThat(position.isFollowedBy(new LogPosition(9, 6))).isFalse();
    }
}
