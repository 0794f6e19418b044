package io.chorale.app.accounts;

import io.chorale.app.settings.LiveCatalogue;
import io.chorale.app.settings.LiveSettings;

/** May accounts that are no administrators make channels? USER_PERMISSIONS_FEATURES_CHANNELS a live setting. */
public final class ChannelCreation {
    private final LiveSettings settings;

    ChannelCreation(LiveSettings settings) {
        this.settings = settings;
    }

    public boolean isForEverybody() {
        return settings.get(LiveCatalogue.CHANNEL_PERMISSION);
    }
}
