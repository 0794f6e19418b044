package io.chorale.app.rig;

import static org.assertj.core.api.Assertions.assertThat;

import io.chorale.app.rig.Clients.Received;
import io.chorale.app.rig.Clients.Report;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The rig's counts are not allowed to be blind. */
class VerdictTest {
    private static final Map<Integer, String> POSITIONS = Map.of(1, "1000-1", 2, "1000-2", 3, "1001-3", 4, "999999-4");

    @Test
    void countsNothingWhenAllCameOnceAndInOrder() {
        Verdict verdict = judge(received(List.of(1, 2, 3, 4), List.of(), 0));
        assertThat(verdict.lost() + verdict.doubled() + verdict.outOfOrder() + verdict.unstored())
                .isZero();
        assertThat(verdict.delivered()).isEqualTo(4);
    }

    @Test
    void countsWhatOneClientLacks() {
        Verdict verdict = judge(received(List.of(1, 2, 3, 4), List.of(), 0), received(List.of(1, 4), List.of(), 0));
        assertThat(verdict.lost()).isEqualTo(2);
    }

    @Test
    void countsWhatCameFromTheDatabaseApart() {
        Verdict verdict = judge(received(List.of(1, 4), List.of(2, 3, 4), 0));
        assertThat(verdict.lost()).isZero();
        assertThat(verdict.fromDatabase()).isEqualTo(2);
    }

    @Test
    void countsWhatCameTwiceOnceMoreForEachTime() {
        Verdict verdict = judge(received(List.of(1, 2, 2, 3, 2, 4), List.of(), 0));
        assertThat(verdict.doubled()).isEqualTo(2);
        assertThat(verdict.outOfOrder()).isZero();
    }

    @Test
    void countsWhatCameTooLateAndWhatOthersSawElsewhere() {
        assertThat(judge(received(List.of(2, 1, 3, 4), List.of(), 0)).outOfOrder())
                .isEqualTo(1);
        assertThat(judge(received(List.of(1, 2, 3, 4), List.of(), 3)).outOfOrder())
                .isEqualTo(3);
    }

    @Test
    void countsWhatWasAcknowledgedAndIsNotThere() {
        Report report = new Report(List.of(received(List.of(1, 2, 3, 4), List.of(), 0)), POSITIONS);
        assertThat(Verdict.of(Set.of(1, 2, 3, 4, 5), Set.of(1, 2, 3, 4), report).unstored())
                .isEqualTo(1);
    }

    private static Verdict judge(Received... clients) {
        return Verdict.of(Set.of(1, 2, 3, 4), Set.of(1, 2, 3, 4), new Report(List.of(clients), POSITIONS));
    }

    private static Received received(List<Integer> events, List<Integer> reloaded, int elsewhere) {
        return new Received(events, reloaded, elsewhere, 1, 0, 0, 0, Map.of());
    }
}
