package io.chorale.redis;

/** What replicas need of a Redis. Each is tried for real, under the prefix, with keys that end by themselves. */
public enum RedisAbility {
    WRITE("write and read back under the prefix", "sessions, settings and events could not be stored"),
    STREAM("streams (XADD, XRANGE)", "events could not be kept in one order for all replicas"),
    SCRIPT("scripts with several keys", "changes that must happen together would not"),
    CHANNEL("a message through a channel comes back", "this replica would be deaf: no live updates from the others"),
    VERSION("version 6.2 or newer", "commands that replicas use are missing");

    private final String what;
    private final String matter;

    RedisAbility(String what, String matter) {
        this.what = what;
        this.matter = matter;
    }

    public String what() {
        return what;
    }

    /** What would happen without it. */
    public String matter() {
        return matter;
    }
}
