package io.chorale.app.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.chorale.app.accounts.User;
import io.chorale.app.accounts.UserSummary;
import io.chorale.app.accounts.Users;
import io.chorale.app.channels.Channels;
import io.chorale.app.realtime.People.Person;
import io.chorale.websocket.socketio.Socket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What clients say of channels beside messages: somebody types, somebody has read. Safe for use by many threads. */
final class ChannelSignals {
    private static final Duration NAMES_FOR = Duration.ofSeconds(5);
    private static final int NAMES = 10_000;
    private static final int MAX_ID = 100;

    private final People people;
    private final Users users;
    private final Channels channels;
    private final ObjectMapper mapper;
    private final Clock clock;
    private final Cache<String, Optional<User>> names =
            Caffeine.newBuilder().maximumSize(NAMES).expireAfterWrite(NAMES_FOR).build();

    ChannelSignals(People people, Users users, Channels channels, ObjectMapper mapper, Clock clock) {
        this.people = people;
        this.users = users;
        this.channels = channels;
        this.mapper = mapper;
        this.clock = clock;
    }

    /** Ignores what comes from strangers, from outside of the channel, or in another shape. */
    void receive(Socket socket, JsonNode event) {
        String channel = event.path("channel_id").asText("");
        Optional<Person> person = people.behind(socket);
        if (person.isEmpty() || !socket.rooms().contains(Rooms.channel(channel))) {
            return;
        }
        switch (event.path("data").path("type").asText("")) {
            case "typing" -> typing(socket, person.get(), channel, event);
            case "last_read_at" -> channels.markRead(channel, person.get().userId(), now());
            default -> {}
        }
    }

    private void typing(Socket socket, Person person, String channel, JsonNode event) {
        Optional<User> user = names.get(person.userId(), users::find);
        if (user.isEmpty()) {
            return;
        }
        ObjectNode relayed = mapper.createObjectNode();
        relayed.put("channel_id", channel);
        relayed.put("message_id", thread(event.path("message_id")));
        relayed.putObject("data")
                .put("type", "typing")
                .putObject("data")
                .put("typing", event.path("data").path("data").path("typing").asBoolean());
        relayed.set("user", mapper.valueToTree(UserSummary.of(user.get())));
        socket.namespace()
                .in(Rooms.channel(channel))
                .coalesce("typing:" + channel + ":" + person.userId())
                .emit(ChannelBroadcast.EVENT, relayed);
    }

    private static @org.jspecify.annotations.Nullable String thread(JsonNode id) {
        return id.isTextual() && id.textValue().length() <= MAX_ID ? id.textValue() : null;
    }

    private long now() {
        Instant now = clock.instant();
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }
}
