package io.github.threadsandbox.it.jdk;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Answers {@code ok} to every request, on a port of this machine alone, until it is closed. */
public final class OkServer implements AutoCloseable {
    private final HttpServer server;

    /**
     * Starts it.
     *
     * @throws IOException if there is no port for it
     */
    public OkServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write(new byte[] {'o', 'k'});
            exchange.close();
        });
        server.start();
    }

    /**
     * Where it listens.
     *
     * @return a port
     */
    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
