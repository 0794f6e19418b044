package io.chorale.app.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.chorale.config.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * Seals values of secret settings for the database: AES-256-GCM (NIST SP 800-38D) under a key that HKDF-SHA256 (RFC 5869)
 * derives from the installation's secret. The name of the setting is authenticated with it, so that a sealed value cannot
 * be moved to another setting. Safe for use by many threads.
 */
final class SecretBox {
    private static final String MEMBER = "sealed";
    private static final String KEY_INFO = "chorale live settings v1";
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKey key;
    private final SecureRandom random = new SecureRandom();

    SecretBox(Secret secret) {
        try {
            byte[] material = secret.reveal().getBytes(StandardCharsets.UTF_8);
            key = KDF.getInstance("HKDF-SHA256")
                    .deriveKey(
                            "AES",
                            HKDFParameterSpec.ofExtract()
                                    .addIKM(material)
                                    .thenExpand(KEY_INFO.getBytes(StandardCharsets.UTF_8), KEY_BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform of this version has HKDF-SHA256", e);
        }
    }

    /** The text for the database; a setting that is no secret stays as it is. */
    String seal(LiveSetting<?> setting, JsonNode value) {
        if (!setting.secret()) {
            return value.toString();
        }
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = crypt(
                Cipher.ENCRYPT_MODE, setting.name(), nonce, value.toString().getBytes(StandardCharsets.UTF_8));
        byte[] whole = ByteBuffer.allocate(NONCE_BYTES + sealed.length)
                .put(nonce)
                .put(sealed)
                .array();
        return JsonNodeFactory.instance
                .objectNode()
                .put(MEMBER, Base64.getEncoder().encodeToString(whole))
                .toString();
    }

    /** @throws IllegalArgumentException when it is no JSON, not sealed for this setting, or sealed with another secret */
    JsonNode open(LiveSetting<?> setting, String text) {
        JsonNode json = SettingReaders.parse(text);
        if (!setting.secret()) {
            return json;
        }
        byte[] whole = Base64.getDecoder().decode(json.path(MEMBER).asText());
        if (whole.length <= NONCE_BYTES) {
            throw new IllegalArgumentException("the value is not sealed");
        }
        byte[] open = crypt(
                Cipher.DECRYPT_MODE,
                setting.name(),
                Arrays.copyOf(whole, NONCE_BYTES),
                Arrays.copyOfRange(whole, NONCE_BYTES, whole.length));
        return SettingReaders.parse(new String(open, StandardCharsets.UTF_8));
    }

    private byte[] crypt(int mode, String name, byte[] nonce, byte[] input) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(name.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "the value was sealed with another WEBUI_SECRET_KEY, or for another setting", e);
        }
    }
}
