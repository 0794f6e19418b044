package io.chorale.websocket.engineio;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.chorale.websocket.testing.Allocation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Any body of a POST is split into packets that join to the same body again; base64 is read or refused. */
class PayloadFuzzTest {

    @FuzzTest(maxDuration = "1m")
    void anyBytesAreAPayload(byte[] bytes) {
        List<String> packets = new ArrayList<>();
        List<byte[]> binaries = new ArrayList<>();
        long allocated = Allocation.of(() -> {
            packets.clear();
            binaries.clear();
            PollingPayload.forEach(bytes, (payload, offset, length) -> {
                packets.add(new String(payload, offset, length, StandardCharsets.ISO_8859_1));
                PollingPayload.binary(payload, offset, length).ifPresent(binaries::add);
                return true;
            });
        });
        assertThat(allocated).isLessThan(100_000 + 500L * bytes.length);
        assertThat(packets).hasSize(PollingPayload.count(bytes));
        assertThat(String.join("\u001e", packets).getBytes(StandardCharsets.ISO_8859_1))
                .isEqualTo(bytes);
        assertThat(binaries.stream().mapToInt(data -> data.length).sum()).isLessThanOrEqualTo(bytes.length);
    }
}
