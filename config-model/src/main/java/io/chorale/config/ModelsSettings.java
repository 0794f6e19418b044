package io.chorale.config;

import java.util.List;

/** Language models that answer in channels; the lists are paired by index (OPENAI_API_BASE_URLS, OPENAI_API_KEYS). */
public record ModelsSettings(boolean enabled, List<String> baseUrls, List<Secret> keys, List<String> defaultModels) {
    public ModelsSettings {
        baseUrls = List.copyOf(baseUrls);
        keys = List.copyOf(keys);
        defaultModels = List.copyOf(defaultModels);
    }

    /** Without the credentials that an address may carry. */
    @Override
    public String toString() {
        return "ModelsSettings[enabled=" + enabled + ", baseUrls="
                + baseUrls.stream().map(UrlParts::mask).toList() + ", keys=" + keys + ", defaultModels="
                + defaultModels + "]";
    }
}
