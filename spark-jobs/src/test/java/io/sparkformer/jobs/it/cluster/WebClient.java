package io.sparkformer.jobs.it.cluster;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import javax.net.ssl.SSLContext;

/**
 * Asks the web pages of servers. Where Spark encrypts them, its plain port only says where the encrypted one is.
 *
 * @param client what it asks with
 * @param scheme in which an answer must come: http or https
 */
public record WebClient(HttpClient client, String scheme) {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** Without encryption. */
    public static WebClient plain() {
        return new WebClient(HttpClient.newHttpClient(), "http");
    }

    /** With encryption. */
    public static WebClient encrypted(SSLContext context) {
        HttpClient client = HttpClient.newBuilder()
                .sslContext(context)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        return new WebClient(client, "https");
    }

    /** The text of the page at {@code host:port/path}; an IOException says that there is none. */
    public String get(String address) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + address))
                .timeout(LIMIT)
                .build();
        try {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException(address + ": status " + answer.statusCode());
            }
            if (!scheme.equals(answer.uri().getScheme())) {
                throw new AssertionError(answer.uri() + " answers, which should be " + scheme);
            }
            return answer.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
