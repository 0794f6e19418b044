package io.chorale.app.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.chorale.config.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Secrets in answers: each text becomes a mask, and a mask that a form sends back keeps its text, whatever its place in
 * the list is then. Masks are keyed with the installation's secret: the same on all replicas, and of no use to guess the
 * text with. Immutable.
 */
final class SecretMasks {
    static final String STARS = "********";
    private static final int TAG_BYTES = 6;

    private final SecretKeySpec key;

    SecretMasks(Secret secret) {
        key = new SecretKeySpec(("masks " + secret.reveal()).getBytes(StandardCharsets.UTF_8), "HmacSHA256");
    }

    JsonNode mask(LiveSetting<?> setting, JsonNode value) {
        if (!setting.secret()) {
            return value;
        }
        ArrayNode masks = JsonNodeFactory.instance.arrayNode();
        value.forEach(item -> masks.add(mask(item.asText())));
        return masks;
    }

    private String mask(String text) {
        if (text.isEmpty()) {
            return "";
        }
        try {
            Mac mac = Mac.getInstance(key.getAlgorithm());
            mac.init(key);
            byte[] tag = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
            return STARS + Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(tag, TAG_BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    /**
     * The value that a form means.
     *
     * @throws InvalidSettingException for a mask of none of the saved texts: somebody has changed them meanwhile
     */
    JsonNode unmask(LiveSetting<?> setting, JsonNode value, JsonNode saved) {
        if (!setting.secret() || !value.isArray()) {
            return value;
        }
        ArrayNode texts = JsonNodeFactory.instance.arrayNode();
        for (JsonNode item : value) {
            texts.add(item.asText().startsWith(STARS) ? saved(setting, item.asText(), saved) : item);
        }
        return texts;
    }

    private JsonNode saved(LiveSetting<?> setting, String mask, JsonNode saved) {
        for (JsonNode item : saved) {
            if (mask(item.asText()).equals(mask)) {
                return TextNode.valueOf(item.asText());
            }
        }
        throw new InvalidSettingException(
                setting.name(), setting.name() + ": " + mask + " stands for no saved secret; write the secret itself");
    }
}
