package io.chorale.app.settings;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every live setting. Names and JSON shapes are those of Open WebUI where it has the setting. */
public final class LiveCatalogue {
    public static final LiveSetting<Boolean> SIGNUP =
            SettingReaders.flag("ENABLE_SIGNUP", true, "May people make accounts? Off after the first account.");
    public static final LiveSetting<Boolean> LOGIN_FORM =
            SettingReaders.flag("ENABLE_LOGIN_FORM", true, "Sign in with e-mail and password.");
    public static final LiveSetting<Boolean> API_KEYS =
            SettingReaders.flag("ENABLE_API_KEYS", false, "May people make API keys?");
    public static final LiveSetting<Boolean> API_KEYS_RESTRICTED = SettingReaders.flag(
            "ENABLE_API_KEYS_ENDPOINT_RESTRICTIONS", false, "Do API keys open only the paths below?");
    public static final LiveSetting<List<String>> API_KEYS_ENDPOINTS =
            SettingReaders.list("API_KEYS_ALLOWED_ENDPOINTS", ",", "Those paths, each with everything below it.");
    public static final LiveSetting<String> DEFAULT_ROLE =
            SettingReaders.choice("DEFAULT_USER_ROLE", "pending", "Role of new accounts.", "pending", "user", "admin");
    public static final LiveSetting<Boolean> SHOW_ADMIN =
            SettingReaders.flag("SHOW_ADMIN_DETAILS", true, "Do people who wait to be let in see whom to ask?");
    public static final LiveSetting<String> PENDING_TITLE =
            SettingReaders.text("PENDING_USER_OVERLAY_TITLE", "Title for people who wait to be let in.");
    public static final LiveSetting<String> PENDING_CONTENT =
            SettingReaders.text("PENDING_USER_OVERLAY_CONTENT", "Text for people who wait to be let in.");
    public static final LiveSetting<String> WATERMARK =
            SettingReaders.text("RESPONSE_WATERMARK", "Added to copied answers of models.");
    public static final LiveSetting<String> PUBLIC_URL =
            SettingReaders.text("WEBUI_URL", "Where people reach the page.");
    public static final LiveSetting<Boolean> CHANNELS =
            SettingReaders.flag("ENABLE_CHANNELS", true, "Are there channels?");
    public static final LiveSetting<Boolean> CHANNEL_PERMISSION = SettingReaders.flag(
            "USER_PERMISSIONS_FEATURES_CHANNELS", true, "May people who are no administrators make channels?");
    public static final LiveSetting<JsonNode> BANNERS = SettingReaders.objects(
                    "BANNERS", "Banners over the page.", "id", "type", "content", "dismissible", "timestamp")
            .fromVariable("WEBUI_BANNERS");
    public static final LiveSetting<JsonNode> SUGGESTIONS =
            SettingReaders.objects("DEFAULT_PROMPT_SUGGESTIONS", "Suggestions for a new chat.", "title", "content");
    public static final LiveSetting<List<String>> ORIGINS = origins();
    public static final LiveSetting<List<String>> DEFAULT_MODELS =
            SettingReaders.commaText("DEFAULT_MODELS", "Models chosen for new chats, separated by commas.");
    public static final LiveSetting<List<String>> MODEL_ORDER =
            SettingReaders.list("MODEL_ORDER_LIST", ",", "Models in the order of the page.");
    public static final LiveSetting<Boolean> MODELS_ENABLED =
            SettingReaders.flag("ENABLE_OPENAI_API", true, "Offer the models of the servers below.");
    public static final LiveSetting<List<String>> MODEL_URLS =
            SettingReaders.list("OPENAI_API_BASE_URLS", ";", "Servers of models.");
    public static final LiveSetting<List<String>> MODEL_KEYS = SettingReaders.list(
                    "OPENAI_API_KEYS", ";", "Keys of those servers, in the same order.")
            .asSecret();
    public static final LiveSetting<JsonNode> MODEL_CONFIGS =
            SettingReaders.object("OPENAI_API_CONFIGS", "Options of those servers, by index.");

    private static final Map<String, LiveSetting<?>> BY_NAME = byName(List.of(
            SIGNUP,
            LOGIN_FORM,
            API_KEYS,
            API_KEYS_RESTRICTED,
            API_KEYS_ENDPOINTS,
            DEFAULT_ROLE,
            SHOW_ADMIN,
            PENDING_TITLE,
            PENDING_CONTENT,
            WATERMARK,
            PUBLIC_URL,
            CHANNELS,
            CHANNEL_PERMISSION,
            BANNERS,
            SUGGESTIONS,
            ORIGINS,
            DEFAULT_MODELS,
            MODEL_ORDER,
            MODELS_ENABLED,
            MODEL_URLS,
            MODEL_KEYS,
            MODEL_CONFIGS));

    private LiveCatalogue() {}

    /** In the order in which forms show them. */
    public static List<LiveSetting<?>> all() {
        return List.copyOf(BY_NAME.values());
    }

    public static Optional<LiveSetting<?>> find(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    private static Map<String, LiveSetting<?>> byName(List<LiveSetting<?>> settings) {
        Map<String, LiveSetting<?>> byName = new LinkedHashMap<>();
        settings.forEach(setting -> byName.put(setting.name(), setting));
        return byName;
    }

    /** {@code *} alone, or scheme and host of each: a wrong one would shut out the page that people use. */
    private static LiveSetting<List<String>> origins() {
        LiveSetting<List<String>> list = SettingReaders.list(
                "CORS_ALLOW_ORIGIN", ";", "Origins of pages elsewhere that may use this server; * is every one.");
        return new LiveSetting<>(
                list.name(),
                list.variable(),
                list.type(),
                list.description(),
                list.standard(),
                list.secret(),
                list.start(),
                json -> {
                    List<String> origins = list.reader().apply(json);
                    boolean all = origins.contains("*");
                    SettingReaders.check(!all || origins.size() == 1, json, "* alone, or a list without it");
                    if (!all) {
                        origins.forEach(origin -> SettingReaders.check(
                                isOrigin(origin), json, "a list of origins such as https://chat.example"));
                    }
                    return origins;
                });
    }

    private static boolean isOrigin(String text) {
        try {
            URI uri = new URI(text);
            return uri.getScheme() != null && uri.getHost() != null && uri.getUserInfo() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
