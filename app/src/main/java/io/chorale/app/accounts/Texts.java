package io.chorale.app.accounts;

/** Error texts that existing clients of the API compare or show. */
public final class Texts {
    public static final String ACCESS_PROHIBITED =
            "You do not have permission to access this resource. Please contact your administrator for assistance.";
    public static final String NOT_FOUND = "We could not find what you're looking for :/";
    public static final String SOMETHING_WRONG = "Something went wrong :/";

    static final String NOT_AUTHENTICATED = "Not authenticated";
    static final String SESSION_OVER = "401 Unauthorized";
    static final String ACCOUNT_GONE = "Your session has expired or the token is invalid. Please sign in again.";
    static final String INVALID_CREDENTIALS =
            "The email or password provided is incorrect. Please check for typos and try logging in again.";
    static final String INVALID_PASSWORD = "The password provided is incorrect. Please check for typos and try again.";
    static final String INVALID_EMAIL =
            "The email format you entered is invalid. Please double-check and make sure you're using a valid email address"
                    + " (e.g., yourname@example.com).";
    static final String EMAIL_TAKEN =
            "Uh-oh! This email is already registered. Sign in with your existing account or choose another email to start"
                    + " anew.";
    static final String PASSWORD_TOO_LONG =
            "Uh-oh! The password you entered is too long. Please make sure your password is less than 72 bytes long.";
    static final String TOO_MANY_TRIES = "Too many requests. Please wait a few minutes and try again.";
    static final String API_KEY_NOT_ALLOWED = "Use of API key is not enabled in the environment.";
    static final String API_KEY_CREATION_NOT_ALLOWED = "API key creation is not allowed in the environment.";
    static final String NO_API_KEY =
            "Oops! It looks like there's a hiccup. The API key is missing. Please make sure to provide a valid API key to"
                    + " access this feature.";
    static final String INVALID_TRUSTED_HEADER =
            "Your provider has not provided a trusted header. Please contact your administrator for assistance.";
    static final String EXISTING_USERS =
            "You can't turn off authentication because there are existing users. If you want to disable WEBUI_AUTH, make"
                    + " sure your web interface doesn't have any existing users and is a fresh installation.";
    static final String ACTION_PROHIBITED = "The requested action has been restricted as a security measure.";

    private Texts() {}
}
