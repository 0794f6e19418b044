package io.chorale.app.accounts;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What may stand in an account as its picture: nothing, a path of this server, a web address, or the picture itself as
 * data URI. Only raster formats: an SVG picture could run code in the page of whoever opens it.
 */
sealed interface ProfileImage {
    String DEFAULT = "/user.png";
    int MAX_CHARACTERS = 200_000;
    Set<String> TYPES = Set.of("image/png", "image/jpeg", "image/gif", "image/webp");
    Pattern DATA = Pattern.compile("data:([a-z/]{1,20});base64,([A-Za-z0-9+/=]*)");

    /** The picture itself. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Stored(String type, byte[] bytes) implements ProfileImage {}

    /** @param address absolute with http or https, or a path of this server */
    record Linked(String address) implements ProfileImage {}

    /** Empty when it is none of the allowed forms, or too long. */
    static Optional<ProfileImage> parse(String text) {
        if (text.isEmpty()) {
            return Optional.of(new Linked(DEFAULT));
        } else if (text.length() > MAX_CHARACTERS) {
            return Optional.empty();
        } else if (text.startsWith("data:")) {
            return stored(text);
        }
        return linked(text);
    }

    private static Optional<ProfileImage> stored(String text) {
        Matcher matcher = DATA.matcher(text);
        if (!matcher.matches() || !TYPES.contains(matcher.group(1))) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Stored(matcher.group(1), Base64.getDecoder().decode(matcher.group(2))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<ProfileImage> linked(String text) {
        try {
            URI address = new URI(text);
            String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
            boolean web = (scheme.equals("http") || scheme.equals("https")) && address.getHost() != null;
            boolean own = address.getScheme() == null && text.startsWith("/") && address.getRawAuthority() == null;
            return web || own ? Optional.of(new Linked(text)) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
