package io.chorale.app.accounts;

import io.chorale.app.http.ApiException;
import io.helidon.http.Status;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/** What names, addresses, passwords and pictures may look like; 400 with a text for people when they do not. */
final class AccountRules {
    private static final Pattern EMAIL = Pattern.compile("[^@\\s]{1,200}@([^@\\s.]+\\.[^@\\s]+|localhost)");
    private static final int MAX_EMAIL = 320;
    private static final int MAX_NAME = 200;
    private static final int GOOD_PASSWORD = 8;

    private final boolean strictPasswords;

    AccountRules(boolean strictPasswords) {
        this.strictPasswords = strictPasswords;
    }

    static String email(String text) {
        String address = text.strip().toLowerCase(Locale.ROOT);
        return address.length() <= MAX_EMAIL && EMAIL.matcher(address).matches()
                ? address
                : refuse(Texts.INVALID_EMAIL);
    }

    static String name(String text) {
        String name = text.strip();
        return name.isEmpty() || name.length() > MAX_NAME
                ? refuse("A name has 1 to " + MAX_NAME + " characters.")
                : name;
    }

    static String image(String text) {
        if (ProfileImage.parse(text).isEmpty()) {
            return refuse("A picture is a web address, or PNG, JPEG, GIF or WebP as data URI of at most "
                    + ProfileImage.MAX_CHARACTERS + " characters.");
        }
        return text.isEmpty() ? ProfileImage.DEFAULT : text;
    }

    String password(String password) {
        if (password.isEmpty()) {
            return refuse("A password must not be empty.");
        } else if (password.getBytes(StandardCharsets.UTF_8).length > Passwords.MAX_BYTES) {
            return refuse(Texts.PASSWORD_TOO_LONG);
        } else if (strictPasswords && password.codePointCount(0, password.length()) < GOOD_PASSWORD) {
            return refuse("A password has at least " + GOOD_PASSWORD + " characters.");
        }
        return password;
    }

    static String atMost(int characters, String what, String text) {
        return text.length() > characters ? refuse(what + " has at most " + characters + " characters.") : text;
    }

    private static String refuse(String text) {
        throw new ApiException(Status.BAD_REQUEST_400, text);
    }
}
