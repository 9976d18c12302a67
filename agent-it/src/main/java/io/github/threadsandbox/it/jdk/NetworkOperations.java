package io.github.threadsandbox.it.jdk;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** Sockets and channels, on this machine alone. */
final class NetworkOperations {
    private NetworkOperations() {}

    private static InetAddress four() throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    }

    private static InetAddress six() throws IOException {
        byte[] one = new byte[16];
        one[15] = 1;
        return InetAddress.getByAddress(one);
    }

    private static Object talk(InetAddress address) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, address);
                Socket client = new Socket(address, server.getLocalPort());
                Socket accepted = server.accept()) {
            client.setTcpNoDelay(true);
            client.setSoTimeout(5000);
            accepted.getOutputStream().write(7);
            return client.getInputStream().read() + " " + client.getInetAddress();
        }
    }

    private static Object names(Set<SocketOption<?>> options) {
        Set<String> names = new TreeSet<>();
        options.forEach(option -> names.add(option.name()));
        return names;
    }

    static void addTo(Operations to) {
        to.add("socket.four", () -> talk(four()));
        to.add("socket.six", () -> talk(six()));
        to.add("socket.any", () -> {
            try (ServerSocket server = new ServerSocket(0)) {
                return server.getInetAddress();
            }
        });
        to.add("socket.options", () -> {
            try (Socket socket = new Socket()) {
                return names(socket.supportedOptions());
            }
        });
        to.add("socket.serverOptions", () -> {
            try (ServerSocket socket = new ServerSocket()) {
                return names(socket.supportedOptions());
            }
        });
        to.add("socket.keepAlive", () -> {
            try (Socket socket = new Socket()) {
                socket.setOption(jdk.net.ExtendedSocketOptions.TCP_KEEPIDLE, 30);
                return socket.getOption(jdk.net.ExtendedSocketOptions.TCP_KEEPIDLE);
            }
        });
        to.add("socket.refused", () -> {
            int port;
            try (ServerSocket server = new ServerSocket(0, 1, four())) {
                port = server.getLocalPort();
            }
            try (Socket client = new Socket(four(), port)) {
                return client;
            } catch (java.net.ConnectException e) {
                return e.getMessage();
            }
        });
        to.add("datagram.any", () -> {
            try (DatagramSocket socket = new DatagramSocket()) {
                return socket.getLocalAddress();
            }
        });
        to.add("datagram.options", () -> {
            try (DatagramSocket socket = new DatagramSocket()) {
                return names(socket.supportedOptions());
            }
        });
        to.add("datagram.talk", () -> {
            try (DatagramSocket one = new DatagramSocket(0, four());
                    DatagramSocket other = new DatagramSocket(0, four())) {
                other.setSoTimeout(5000);
                one.send(new DatagramPacket(new byte[] {1, 2}, 2, four(), other.getLocalPort()));
                DatagramPacket packet = new DatagramPacket(new byte[9], 9);
                other.receive(packet);
                return packet.getLength();
            }
        });
        to.add("datagram.multicast", () -> {
            try (MulticastSocket socket = new MulticastSocket(0)) {
                return socket.getTimeToLive();
            }
        });
        to.add("interfaces", () -> NetworkInterface.networkInterfaces()
                .map(one -> one.getName() + one.getInterfaceAddresses().size())
                .sorted()
                .toList());
        to.add(
                "interfaces.up",
                () -> NetworkInterface.getByName("lo").isUp() + " "
                        + NetworkInterface.getByName("lo").getMTU());
        channels(to);
    }

    private static void channels(Operations to) {
        to.add("channel.talk", () -> {
            try (ServerSocketChannel server = ServerSocketChannel.open().bind(new InetSocketAddress(four(), 0));
                    SocketChannel client = SocketChannel.open(server.getLocalAddress());
                    SocketChannel accepted = server.accept()) {
                accepted.write(ByteBuffer.wrap(new byte[] {1, 2, 3}));
                return client.read(ByteBuffer.allocate(9));
            }
        });
        to.add("channel.any", () -> {
            try (ServerSocketChannel server = ServerSocketChannel.open().bind(null)) {
                return ((InetSocketAddress) server.getLocalAddress()).getAddress();
            }
        });
        to.add("channel.options", () -> {
            try (SocketChannel channel = SocketChannel.open();
                    ServerSocketChannel server = ServerSocketChannel.open();
                    DatagramChannel datagrams = DatagramChannel.open()) {
                return names(channel.supportedOptions())
                        + " "
                        + names(server.supportedOptions())
                        + " "
                        + names(datagrams.supportedOptions());
            }
        });
        to.add("channel.reusePort", () -> {
            try (ServerSocketChannel channel = ServerSocketChannel.open()) {
                channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
                return channel.getOption(StandardSocketOptions.SO_REUSEPORT);
            }
        });
        to.add("channel.datagram", () -> {
            try (DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET6)) {
                return channel.bind(null).getLocalAddress() != null;
            }
        });
        to.add("channel.unix", () -> {
            Path path = Files.createTempFile("operation", ".sock");
            Files.delete(path);
            try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
                server.bind(UnixDomainSocketAddress.of(path));
                try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
                    return client.isConnected();
                }
            } finally {
                Files.deleteIfExists(path);
            }
        });
        to.add("channel.select", () -> {
            try (Selector selector = Selector.open();
                    ServerSocketChannel server = ServerSocketChannel.open().bind(new InetSocketAddress(four(), 0))) {
                server.configureBlocking(false);
                server.register(selector, SelectionKey.OP_ACCEPT);
                try (SocketChannel client = SocketChannel.open(server.getLocalAddress())) {
                    return selector.select(5000) + " " + client.isConnected();
                }
            }
        });
        to.add("channel.pipe", () -> {
            Pipe pipe = Pipe.open();
            try (Pipe.SinkChannel sink = pipe.sink();
                    Pipe.SourceChannel source = pipe.source()) {
                sink.write(ByteBuffer.wrap(new byte[] {1}));
                return source.read(ByteBuffer.allocate(2));
            }
        });
        to.add("channel.async", () -> {
            try (AsynchronousServerSocketChannel server =
                            AsynchronousServerSocketChannel.open().bind(new InetSocketAddress(four(), 0));
                    AsynchronousSocketChannel client = AsynchronousSocketChannel.open()) {
                client.connect(server.getLocalAddress()).get(30, TimeUnit.SECONDS);
                return server.accept().get(30, TimeUnit.SECONDS).isOpen();
            }
        });
        to.add("channel.inherited", System::inheritedChannel);
    }
}
