package io.chorale.app.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.chorale.test.RedisServer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README's first minute promises, in two real browsers. Leaves {@code target/two-people.png}. */
class TwoBrowsersIT {

    @TempDir
    Path data;

    @Test
    void twoPeopleTalkOnAServerWithoutAnySettings() {
        try (Browser browser = Browser.start();
                ServerProcess server = ServerProcess.start(data, Map.of())) {
            talk(browser.person(server.url()), browser.person(server.url()), Path.of("target", "two-people.png"));
        }
    }

    @Test
    void twoPeopleTalkThroughTwoReplicas() {
        try (Browser browser = Browser.start();
                RedisServer redis = RedisServer.start();
                ServerProcess first = ServerProcess.start(data, settings(redis));
                ServerProcess second = ServerProcess.start(data, settings(redis))) {
            talk(browser.person(first.url()), browser.person(second.url()), Path.of("target", "two-replicas.png"));
        }
    }

    private static Map<String, String> settings(RedisServer redis) {
        return Map.of("REDIS_URL", redis.url(), "WEBSOCKET_MANAGER", "redis");
    }

    private static void talk(Page anna, Page bela, Path screenshot) {
        signUpFirst(anna, "Anna");
        letIn(anna, "Bela");
        createChannel(anna, "general");
        bela.reload(); // it was opened before there was any account, and offered to make the first one
        signIn(bela, "Bela");
        bela.getByTestId("channel").first().click();

        write(anna, "Hello Bela, can you read this?");
        assertThat(message(bela, "Hello Bela, can you read this?")).isVisible();
        write(bela, "At once. Hello Anna!");
        assertThat(message(anna, "At once. Hello Anna!")).isVisible();
        assertThat(anna.getByTestId("message")).hasCount(2);
        assertThat(anna.getByTestId("connection")).hasAttribute("data-state", "connected");
        anna.screenshot(new Page.ScreenshotOptions().setPath(screenshot));
    }

    private static void signUpFirst(Page page, String name) {
        Locator form = page.getByTestId("sign-up");
        form.locator("[name=name]").fill(name);
        form.locator("[name=email]").fill(name + "@example.org");
        form.locator("[name=password]").fill("secret-" + name);
        form.getByRole(AriaRole.BUTTON).click();
        assertThat(page.getByTestId("me")).isVisible();
    }

    private static void signIn(Page page, String name) {
        Locator form = page.getByTestId("sign-in");
        form.locator("[name=email]").fill(name + "@example.org");
        form.locator("[name=password]").fill("secret-" + name);
        form.getByRole(AriaRole.BUTTON).click();
        assertThat(page.getByTestId("me")).isVisible();
    }

    private static void letIn(Page admin, String name) {
        admin.getByTestId("admin").click();
        Locator form = admin.getByTestId("add-person");
        form.locator("[name=person-name]").fill(name);
        form.locator("[name=person-email]").fill(name + "@example.org");
        form.locator("[name=person-password]").fill("secret-" + name);
        form.locator("[name=person-role]").selectOption("user");
        form.getByRole(AriaRole.BUTTON).click();
        assertThat(admin.getByTestId("person-added")).isVisible();
        admin.keyboard().press("Escape");
    }

    private static void createChannel(Page page, String name) {
        page.getByTestId("new-channel").click();
        Locator dialog = page.getByTestId("new-channel-dialog");
        dialog.locator("[name=channel-name]").fill(name);
        dialog.getByText("Create", new Locator.GetByTextOptions().setExact(true))
                .click();
        assertThat(page.getByTestId("channel-title")).containsText(name);
    }

    private static void write(Page page, String text) {
        page.getByTestId("composer").fill(text);
        page.keyboard().press("Enter");
    }

    private static Locator message(Page page, String text) {
        return page.getByTestId("message-text").filter(new Locator.FilterOptions().setHasText(text));
    }
}
