package io.chorale.app.accounts;

import io.chorale.app.http.ApiException;
import io.chorale.app.http.Routes;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Pictures of people. Safe for use by many threads. */
final class ImageRoutes implements Routes {
    private final Users users;
    private final Gate gate;
    private final byte[] nobody;

    ImageRoutes(Users users, Gate gate) {
        this.users = users;
        this.gate = gate;
        this.nobody = picture();
    }

    private static byte[] picture() {
        try (InputStream in = ImageRoutes.class.getResourceAsStream("user.png")) {
            if (in == null) {
                throw new IllegalStateException("user.png is missing beside " + ImageRoutes.class.getName());
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void register(HttpRules rules) {
        rules.get(
                ProfileImage.DEFAULT,
                (request, response) -> send(response, "image/png", nobody, "public, max-age=86400"));
        rules.get("/api/v1/users/{id}/profile/image", this::image);
    }

    private void image(ServerRequest request, ServerResponse response) {
        gate.signedIn(request);
        User user = users.find(request.path().pathParameters().get("id"))
                .orElseThrow(() -> new ApiException(Status.NOT_FOUND_404, Texts.NOT_FOUND));
        switch (ProfileImage.parse(user.profileImageUrl()).orElse(new ProfileImage.Linked(ProfileImage.DEFAULT))) {
            case ProfileImage.Stored stored -> send(response, stored.type(), stored.bytes(), "private, max-age=60");
            case ProfileImage.Linked linked -> {
                response.status(Status.FOUND_302);
                response.header(HeaderNames.LOCATION, linked.address());
                response.send();
            }
        }
    }

    private static void send(ServerResponse response, String type, byte[] bytes, String caching) {
        response.header(HeaderNames.CONTENT_TYPE, type);
        response.header(HeaderNames.CACHE_CONTROL, caching);
        response.send(bytes);
    }
}
