package io.chorale.websocket.engineio;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.chorale.websocket.testing.Allocation;
import io.helidon.common.buffers.DataReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Any bytes are frames, or a violation; nothing else is thrown, and memory is taken only for what was sent. */
class FrameFuzzTest {
    private static final int MAX_PAYLOAD = 100_000;
    private static final int CHUNK = 1_400;

    @FuzzTest(maxDuration = "1m")
    void anyBytesAreFramesOrAViolation(byte[] bytes) {
        List<FrameReader.Message> messages = new ArrayList<>();
        long allocated = Allocation.of(() -> readAll(bytes, messages));
        assertThat(allocated).isLessThan(100_000 + 100L * bytes.length);
        messages.forEach(FrameFuzzTest::check);
    }

    private static void readAll(byte[] bytes, List<FrameReader.Message> messages) {
        messages.clear();
        int[] at = {0};
        DataReader reader = new DataReader(() -> {
            if (at[0] == bytes.length) {
                return null;
            }
            int end = Math.min(bytes.length, at[0] + CHUNK);
            byte[] chunk = Arrays.copyOfRange(bytes, at[0], end);
            at[0] = end;
            return chunk;
        });
        FrameReader frames = new FrameReader(reader, MAX_PAYLOAD, 16);
        try {
            while (true) {
                messages.add(frames.next());
            }
        } catch (ProtocolViolation violation) {
            // the peer is told
        } catch (DataReader.InsufficientDataAvailableException end) {
            // the peer went away
        }
    }

    private static void check(FrameReader.Message message) {
        switch (message) {
            case FrameReader.Message.Text(byte[] utf8) -> {
                assertThat(utf8.length).isLessThanOrEqualTo(MAX_PAYLOAD);
                assertThat(Utf8.isValid(utf8, 0, utf8.length)).isTrue();
            }
            case FrameReader.Message.Binary(byte[] data) ->
                assertThat(data.length).isLessThanOrEqualTo(MAX_PAYLOAD);
            case FrameReader.Message.Ping(byte[] data) ->
                assertThat(data.length).isLessThanOrEqualTo(125);
            case FrameReader.Message.Close(int code, String text) -> {
                assertThat(code).isBetween(1000, 4999);
                assertThat(text.length()).isLessThanOrEqualTo(123);
            }
            case FrameReader.Message.Nothing() -> {}
        }
    }
}
