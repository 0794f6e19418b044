package io.chorale.app.rig;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What happens to replicas and to the way to them. */
final class ReplicaFaults {
    private static final List<Path> FAKETIME = List.of(
            Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"),
            Path.of("/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1"));

    private ReplicaFaults() {}

    static void stop(Rig rig) {
        rig.replica(0).pause();
        Rig.wait(Duration.ofSeconds(20));
        rig.replica(0).resume();
    }

    static void restartAll(Rig rig) {
        for (int i = 0; i < Scale.REPLICAS; i++) {
            rig.restartReplica(i);
        }
    }

    static void cutClients(Rig rig) {
        for (int i = 0; i < 2; i++) {
            rig.balancer().isolate();
            Rig.wait(Duration.ofSeconds(2));
            rig.balancer().heal();
            Rig.wait(Duration.ofSeconds(13));
        }
    }

    /** The replica was started that way. */
    static void nothing(Rig rig) {
        Rig.wait(Duration.ofSeconds(5));
    }

    /** Debian's libfaketime shifts what the whole process, JVM included, takes for the time; timers are left alone. */
    static Map<String, String> clockAhead() {
        Path library = FAKETIME.stream()
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "libfaketime is needed to shift the clock of a replica. Install it: apt-get install faketime"));
        return Map.of("LD_PRELOAD", library.toString(), "FAKETIME", "+30s", "FAKETIME_DONT_FAKE_MONOTONIC", "1");
    }
}
