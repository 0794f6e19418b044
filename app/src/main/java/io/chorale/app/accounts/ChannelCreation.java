package io.chorale.app.accounts;

/** May accounts that are no administrators make channels? USER_PERMISSIONS_FEATURES_CHANNELS as saved, else yes. */
public final class ChannelCreation {
    static final String NAME = "USER_PERMISSIONS_FEATURES_CHANNELS";

    private final StoredSettings stored;

    ChannelCreation(StoredSettings stored) {
        this.stored = stored;
    }

    public boolean isForEverybody() {
        return stored.flag(NAME, true);
    }
}
