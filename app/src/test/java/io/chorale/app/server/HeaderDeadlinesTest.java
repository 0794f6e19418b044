package io.chorale.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class HeaderDeadlinesTest {
    @Test
    void cutsAClientWhoseHeadersNeverEndAndNoOther() throws IOException {
        try (HeaderDeadlines deadlines = new HeaderDeadlines(Duration.ofMillis(400))) {
            WebServer web = serve(deadlines);
            try (Socket slow = connect(web);
                    Socket polite = connect(web)) {
                write(polite, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
                assertThat(polite.getInputStream().read()).isEqualTo('H');

                write(slow, "GET / HTTP/1.1\r\nHost: a\r\n");
                Awaitility.await()
                        .pollInterval(Duration.ofMillis(50))
                        .atMost(Duration.ofSeconds(20))
                        .until(() -> isCutWhileTrickling(slow));

                polite.getInputStream().skipNBytes(polite.getInputStream().available());
                write(polite, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
                assertThat(polite.getInputStream().read()).isEqualTo('H');
            } finally {
                web.stop();
            }
        }
    }

    private static boolean isCutWhileTrickling(Socket socket) throws IOException {
        try {
            write(socket, "X: y\r\n");
            return false;
        } catch (SocketException cut) {
            return true;
        }
    }

    private static WebServer serve(HeaderDeadlines deadlines) {
        return WebServer.builder()
                .host("127.0.0.1")
                .port(0)
                .shutdownHook(false)
                .protocolsDiscoverServices(false)
                .addConnectionSelector(Http1ConnectionSelector.builder()
                        .config(Http1Config.builder()
                                .addReceiveListener(deadlines)
                                .build())
                        .build())
                .routing(routing -> routing.get("/", (request, response) -> response.send("fine".getBytes())))
                .build()
                .start();
    }

    private static Socket connect(WebServer web) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), web.port());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static void write(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }
}
