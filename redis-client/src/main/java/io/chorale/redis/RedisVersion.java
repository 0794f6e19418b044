package io.chorale.redis;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which versions have the commands that replicas use. GETDEL and XTRIM by id came with Redis 6.2. */
final class RedisVersion {
    static final String OLDEST = "6.2";
    private static final int MAJOR = 6;
    private static final int MINOR = 2;
    private static final Pattern NUMBERS = Pattern.compile("^(\\d{1,4})\\.(\\d{1,4})");

    private RedisVersion() {}

    /** True for Valkey, and when the version is hidden: the trials say whether it works. */
    static boolean isNewEnough(String product, String version) {
        Matcher numbers = NUMBERS.matcher(version);
        if (product.equals("Valkey") || !numbers.find()) {
            return true;
        }
        int major = Integer.parseInt(numbers.group(1));
        return major > MAJOR || (major == MAJOR && Integer.parseInt(numbers.group(2)) >= MINOR);
    }
}
