package io.chorale.app.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One person with two browsers and a word about how the page should look. */
class SettingsDialogIT {
    private static final String PASSWORD = "secret-Anna";

    @TempDir
    Path data;

    @Test
    void aPersonSeesEverySignInAndEndsTheOtherOne() {
        try (Browser browser = Browser.start();
                ServerProcess server = ServerProcess.start(data, Map.of())) {
            Page here = browser.person(server.url());
            signUp(here);
            Page elsewhere = browser.person(server.url());
            signIn(elsewhere);

            here.getByTestId("settings").click();
            Locator signIns = here.getByTestId("sign-ins").getByRole(AriaRole.LISTITEM);
            assertThat(signIns).hasCount(2);
            here.getByTestId("end-sign-in").click();

            assertThat(signIns).hasCount(1);
            assertThat(elsewhere.getByTestId("sign-in")).isVisible();
            assertThat(here.getByTestId("settings-dialog")).isVisible();
        }
    }

    @Test
    void theNameTheColoursAndTheLanguageStayAsTheyWereChosen() {
        try (Browser browser = Browser.start();
                ServerProcess server = ServerProcess.start(data, Map.of())) {
            Page page = browser.person(server.url());
            signUp(page);

            page.getByTestId("settings").click();
            Locator profile = page.getByTestId("profile");
            profile.locator("[name=own-name]").fill("Anna B.");
            profile.getByRole(AriaRole.BUTTON).click();
            assertThat(page.getByTestId("me")).hasText("Anna B.");
            String light = background(page);
            page.getByTestId("theme").selectOption("dark");
            assertThat(background(page)).isNotEqualTo(light);
            page.getByTestId("language").selectOption("de");
            assertThat(page.locator("html")).hasAttribute("lang", "de"); // it loads itself again
            page.reload();

            assertThat(page.getByTestId("me")).hasText("Anna B.");
            assertThat(page.getByTestId("sign-out")).hasAttribute("title", "Abmelden");
            assertThat(background(page)).isNotEqualTo(light);
            page.getByTestId("settings").click();
            page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "settings.png")));
        }
    }

    private static String background(Page page) {
        return (String) page.evaluate("getComputedStyle(document.body).backgroundColor");
    }

    private static void signUp(Page page) {
        Locator form = page.getByTestId("sign-up");
        form.locator("[name=name]").fill("Anna");
        form.locator("[name=email]").fill("anna@example.org");
        form.locator("[name=password]").fill(PASSWORD);
        form.getByRole(AriaRole.BUTTON).click();
        assertThat(page.getByTestId("me")).isVisible();
    }

    private static void signIn(Page page) {
        Locator form = page.getByTestId("sign-in");
        form.locator("[name=email]").fill("anna@example.org");
        form.locator("[name=password]").fill(PASSWORD);
        form.getByRole(AriaRole.BUTTON).click();
        assertThat(page.getByTestId("me")).isVisible();
    }
}
