package io.chorale.app.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import io.chorale.app.server.ChatServer;
import io.chorale.app.server.ChatServer.Answer;
import io.chorale.test.RedisServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignInSecurityIT {
    private static final String ME = "/api/v1/auths/";
    private static final String SIGN_IN = "/api/v1/auths/signin";
    private static final String PLANTED = "p".repeat(43);

    @TempDir
    Path data;

    private static Map<String, String> guess(String name, String password) {
        return Map.of("email", name.toLowerCase(java.util.Locale.ROOT) + "@example.org", "password", password);
    }

    @Test
    void guessesAreCountedOnAllReplicasTogether() {
        try (RedisServer redis = RedisServer.start()) {
            Map<String, String> shared = Map.of("REDIS_URL", redis.url(0));
            try (ChatServer one = ChatServer.start(data, shared);
                    ChatServer two = ChatServer.start(data, shared)) {
                one.signUp("Anna");
                for (int i = 0; i < SignInLimit.TRIES; i++) {
                    (i % 2 == 0 ? one : two)
                            .post(SIGN_IN, null, guess("Anna", "guess"))
                            .expect(400);
                }
                Answer refused =
                        two.post(SIGN_IN, null, guess("Anna", "secret-Anna")).expect(429);
                assertThat(Integer.parseInt(refused.header("retry-after"))).isBetween(1, 180);
                one.post(SIGN_IN, null, guess("Anna", "secret-Anna")).expect(429);

                redis.kill(); // each replica goes on with what it counted itself: seven or eight
                two.post(SIGN_IN, null, guess("Anna", "guess")).expect(400);
            }
        }
    }

    /** A token that somebody planted in the browser is never promoted to a signed-in one. */
    @Test
    void aPlantedTokenStaysWorthNothing() {
        try (ChatServer server = ChatServer.start(data, Map.of())) {
            server.signUp("Anna");
            for (Map<String, String> planted :
                    List.of(Map.of("Cookie", "token=" + PLANTED), Map.of("Authorization", "Bearer " + PLANTED))) {
                Answer signedIn = server.send("POST", SIGN_IN, null, guess("Anna", "secret-Anna"), planted)
                        .expect(200);
                assertThat(signedIn.body().path("token").asText()).hasSize(43).isNotEqualTo(PLANTED);
                assertThat(signedIn.header("set-cookie"))
                        .startsWith("token=" + signedIn.body().path("token").asText());
                server.get(ME, PLANTED).expect(401);
            }
        }
    }

    @Test
    void eachSignInHasATokenOfItsOwn() {
        try (ChatServer server = ChatServer.start(data, Map.of())) {
            String first = server.signUp("Anna").path("token").asText();
            String second = server.send("POST", SIGN_IN, first, guess("Anna", "secret-Anna"), Map.of())
                    .expect(200)
                    .body()
                    .path("token")
                    .asText();
            assertThat(second).isNotEqualTo(first);
            server.post("/api/v1/auths/signout", first, Map.of()).expect(200);
            server.get(ME, second).expect(200);
        }
    }

    @Test
    void aStormOfSignInsDoesNotStarveThoseWhoAreIn() {
        try (ChatServer server = ChatServer.start(data, Map.of());
                var storm = Executors.newVirtualThreadPerTaskExecutor()) {
            String token = server.signUp("Anna").path("token").asText();
            server.get(ME, token).expect(200);
            List<CompletableFuture<Long>> guesses = IntStream.range(0, 60)
                    .mapToObj(i -> CompletableFuture.supplyAsync(
                            () -> millis(() -> server.post(SIGN_IN, null, guess("nobody" + i, "x"))), storm))
                    .toList();
            List<Long> requests = new ArrayList<>();
            while (!guesses.stream().allMatch(CompletableFuture::isDone)) {
                requests.add(millis(() -> server.get(ME, token).expect(200)));
            }
            long waited = median(guesses.stream().map(CompletableFuture::join).toList());
            assertThat(requests).hasSizeGreaterThan(5);
            assertThat(median(requests))
                    .as("ms of a request, while a sign-in takes %s", waited)
                    .isLessThan(waited / 2);
        }
    }

    private static long millis(Runnable work) {
        long before = System.nanoTime();
        work.run();
        return (System.nanoTime() - before) / 1_000_000;
    }

    private static long median(List<Long> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }
}
