package io.chorale.app.accounts;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What pages may offer to an account, in the groups and names of the contract. Immutable. */
final class Permissions {
    private static final List<String> WORKSPACE = List.of("models", "knowledge", "prompts", "tools");
    private static final List<String> SHARING =
            List.of("public_models", "public_knowledge", "public_prompts", "public_tools", "public_notes");
    private static final List<String> CHAT = List.of(
            "controls",
            "valves",
            "system_prompt",
            "params",
            "file_upload",
            "delete",
            "delete_message",
            "continue_response",
            "regenerate_response",
            "rate_response",
            "edit",
            "share",
            "export",
            "stt",
            "tts",
            "call",
            "multiple_models",
            "temporary");

    private Permissions() {}

    /** @param channels may ordinary accounts make channels? */
    static Map<String, Map<String, Boolean>> of(User user, boolean channels) {
        boolean all = user.isAdmin();
        Map<String, Map<String, Boolean>> groups = new LinkedHashMap<>();
        groups.put("workspace", each(WORKSPACE, all));
        groups.put("sharing", each(SHARING, all));
        Map<String, Boolean> chat = each(CHAT, true);
        chat.put("temporary_enforced", false);
        groups.put("chat", chat);
        Map<String, Boolean> features =
                each(List.of("web_search", "image_generation", "code_interpreter", "notes"), false);
        features.put("direct_tool_servers", false);
        features.put("channels", all || channels);
        groups.put("features", features);
        return groups;
    }

    private static Map<String, Boolean> each(List<String> names, boolean value) {
        Map<String, Boolean> group = new LinkedHashMap<>();
        names.forEach(name -> group.put(name, value));
        return group;
    }
}
