package io.chorale.app.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.PathMatchers;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.Optional;

/**
 * Serves the page: its files, and {@code index.html} for the addresses that the page's own router knows. Goes last: it
 * also says 404 for everything else. Safe for many threads.
 */
public final class WebPage implements Routes {
    private static final String INDEX = "/index.html";
    private static final List<String> NOT_THE_PAGE =
            List.of("/api/", "/ws/", "/openai/", "/ollama/", "/health", "/ready");
    private static final String FOR_EVER = "public, max-age=31536000, immutable";
    private static final String ASK_AGAIN = "no-cache";

    private final StaticFiles files;

    public WebPage(StaticFiles files) {
        this.files = files;
    }

    @Override
    public void register(HttpRules rules) {
        rules.route(Method.predicate(Method.GET), PathMatchers.any(), this::serve);
        rules.route(
                Method.predicate(Method.HEAD),
                PathMatchers.any(),
                (request, response) -> serve(request, new HeadResponse(response)));
    }

    private void serve(ServerRequest request, ServerResponse response) {
        String path = request.path().path();
        StaticFile file = find(path).orElseThrow(() -> notFound(path));
        Optional<String> accepted = request.headers().first(HeaderNames.ACCEPT_ENCODING);
        String coding = AcceptedCoding.best(accepted.orElse(""), file.forms().keySet());
        String etag = "\"" + file.etag() + (coding.equals(StaticFile.IDENTITY) ? "" : "-" + coding) + "\"";

        response.header(HeaderNames.ETAG, etag);
        response.header(HeaderNames.CACHE_CONTROL, file.immutable() ? FOR_EVER : ASK_AGAIN);
        response.header(HeaderValues.create(HeaderNames.VARY, "Accept-Encoding"));
        if (isKnown(request, etag)) {
            response.status(Status.NOT_MODIFIED_304).send();
            return;
        }
        response.header(HeaderNames.CONTENT_TYPE, file.type());
        if (!coding.equals(StaticFile.IDENTITY)) {
            response.header(HeaderNames.CONTENT_ENCODING, coding);
        }
        response.send(file.form(coding).orElseThrow());
    }

    private Optional<StaticFile> find(String path) {
        Optional<StaticFile> file = files.find(path);
        boolean isAddressOfThePage = NOT_THE_PAGE.stream().noneMatch(path::startsWith)
                && !path.equals("/api")
                && path.indexOf('.', path.lastIndexOf('/')) < 0;
        return file.isEmpty() && isAddressOfThePage ? files.find(INDEX) : file;
    }

    private ApiException notFound(String path) {
        if (files.isEmpty() && path.equals("/")) {
            return new ApiException(
                    Status.NOT_FOUND_404, "This server was built without its web page. Run ./chorale build");
        }
        return ApiException.notFound();
    }

    /** RFC 9110, section 13.1.2; weak comparison, as for every If-None-Match. */
    private static boolean isKnown(ServerRequest request, String etag) {
        return request.headers().all(HeaderNames.IF_NONE_MATCH, List::of).stream()
                .flatMap(line -> List.of(line.split(",")).stream())
                .map(String::strip)
                .anyMatch(known -> known.equals("*") || known.equals(etag) || known.equals("W/" + etag));
    }
}
