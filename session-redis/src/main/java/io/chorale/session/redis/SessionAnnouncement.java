package io.chorale.session.redis;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.chorale.session.SessionKey;
import java.io.IOException;

/**
 * What stores tell each other of a session.
 *
 * @param origin the store that sent it
 * @param user empty when {@code changed}: the key is enough to forget a copy
 */
record SessionAnnouncement(Kind kind, String origin, String key, String user) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    enum Kind {
        @JsonProperty("ended")
        ENDED,
        @JsonProperty("changed")
        CHANGED
    }

    static SessionAnnouncement ended(String origin, SessionKey key, String user) {
        return new SessionAnnouncement(Kind.ENDED, origin, key.value(), user);
    }

    static SessionAnnouncement changed(String origin, SessionKey key) {
        return new SessionAnnouncement(Kind.CHANGED, origin, key.value(), "");
    }

    byte[] encode() {
        try {
            return JSON.writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of strings is always JSON", e);
        }
    }

    /** @throws IOException when it is none of ours */
    static SessionAnnouncement decode(byte[] message) throws IOException {
        SessionAnnouncement announcement = JSON.readValue(message, SessionAnnouncement.class);
        if (announcement == null || announcement.missesSomething()) {
            throw new IOException("a field is missing");
        }
        return announcement;
    }

    @SuppressWarnings("ConstantValue") // Jackson fills what is absent with null, whatever the types say.
    private boolean missesSomething() {
        return kind == null || origin == null || key == null || user == null;
    }

    SessionKey sessionKey() {
        return new SessionKey(key);
    }
}
