package io.github.threadsandbox.it.jdk;

import java.io.IOException;
import java.net.CookieHandler;
import java.net.CookieManager;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** HTTP, from the JDK's client to the JDK's server. */
final class HttpOperations {
    private HttpOperations() {}

    private interface OnServer {
        Object use(URI address) throws Exception;
    }

    private static Object onServer(OnServer use) throws Exception {
        try (OkServer server = new OkServer()) {
            return use.use(URI.create("http://127.0.0.1:" + server.port() + "/"));
        }
    }

    static void addTo(Operations to) {
        to.add(
                "http.client",
                () -> onServer(address -> client().send(request(address), HttpResponse.BodyHandlers.ofString())
                        .body()));
        to.add(
                "http.clientAsync",
                () -> onServer(address -> client().sendAsync(request(address), HttpResponse.BodyHandlers.ofString())
                        .get(30, TimeUnit.SECONDS)
                        .version()));
        to.add(
                "http.url",
                () -> onServer(address -> {
                    URLConnection connection = address.toURL().openConnection();
                    connection.setReadTimeout(10_000);
                    return new String(
                            connection.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
                }));
        to.add(
                "http.https",
                () -> new URL("https://127.0.0.1/").openConnection().getClass());
        to.add("http.jar", () -> {
            try {
                return new URL("jar:file:/no.jar!/a").openConnection().getInputStream();
            } catch (IOException e) {
                return e.getClass();
            }
        });
        to.add("http.mime", () -> URLConnection.guessContentTypeFromName("a.png"));
        to.add("http.proxy", () -> ProxySelector.getDefault().select(URI.create("http://127.0.0.1/")));
        to.add("http.cookies", () -> {
            CookieHandler handler = new CookieManager();
            return handler.get(URI.create("http://127.0.0.1/"), java.util.Map.of());
        });
    }

    private static HttpClient client() {
        return HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    }

    private static HttpRequest request(URI address) {
        return HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(10)).build();
    }
}
