package io.github.threadsandbox.it.probe;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * A confined thread's body handler throws, on a connection of HTTP/2 that it shares with others: {@code HttpClient} completes the response
 * under a lock that is needed to give it up.
 */
public final class ThrowingBodyHandler {
    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpRequest request;

    private ThrowingBodyHandler(int port) {
        request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
                .build();
    }

    /**
     * Prints what came of a request of the service's before, of the confined thread's two, and of the service's afterwards.
     *
     * @param arguments none
     * @throws Exception if the server cannot be started
     */
    public static void main(String[] arguments) throws Exception {
        HttpServer server = Vertx.vertx()
                .createHttpServer()
                .requestHandler(asked -> asked.response().end("answer"))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);
        ThrowingBodyHandler service = new ThrowingBodyHandler(server.actualPort());
        Kernel.print("before", service.ask());
        Thread confined = new Thread(service::throwing, "net-1");
        confined.start();
        confined.join();
        Kernel.print("after", service.ask());
        System.exit(0);
    }

    private void throwing() {
        for (int i = 1; i <= 2; i++) {
            String seen;
            try {
                seen = "answered: "
                        + client.sendAsync(request, response -> {
                                    throw new IllegalStateException(Kernel.open());
                                })
                                .get(60, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                Throwable cause =
                        e.getCause() instanceof IOException ? e.getCause().getCause() : e.getCause();
                seen = cause.getMessage();
            } catch (Exception e) {
                seen = e.toString();
            }
            Kernel.print("thrown" + i, seen);
        }
        Kernel.print("confined", ask());
    }

    private String ask() {
        try {
            var response = client.sendAsync(request, BodyHandlers.ofString()).get(60, TimeUnit.SECONDS);
            return response.version() + " " + response.body();
        } catch (Exception e) {
            return e.toString();
        }
    }
}
