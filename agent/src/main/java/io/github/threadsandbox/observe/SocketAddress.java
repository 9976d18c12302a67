package io.github.threadsandbox.observe;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;

/**
 * A {@code struct sockaddr} in words: ip(7), ipv6(7), unix(7).
 *
 * @param address an IP address, {@code unix:NAME}, or {@code family N}
 * @param port the port, or -1
 */
record SocketAddress(String address, int port) {
    private static final int AF_UNIX = 1;
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;

    static SocketAddress of(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int family =
                bytes.length < 2 ? 0 : buffer.order(ByteOrder.nativeOrder()).getShort(0) & 0xffff;
        buffer.order(ByteOrder.BIG_ENDIAN);
        if (family == AF_INET && bytes.length >= 8) {
            return new SocketAddress(inet(bytes, 4), buffer.getShort(2) & 0xffff);
        }
        if (family == AF_INET6 && bytes.length >= 24) {
            int port = buffer.getShort(2) & 0xffff;
            boolean mapped = buffer.getLong(8) == 0 && buffer.getInt(16) == 0xffff;
            return new SocketAddress(mapped ? inet(bytes, 20) : inet6(buffer), port);
        }
        if (family == AF_UNIX) {
            return new SocketAddress("unix:" + name(bytes), -1);
        }
        return new SocketAddress("family " + family, -1);
    }

    private static String inet(byte[] bytes, int at) {
        StringJoiner joined = new StringJoiner(".");
        for (int i = at; i < at + 4; i++) {
            joined.add(Integer.toString(bytes[i] & 0xff));
        }
        return joined.toString();
    }

    private static String inet6(ByteBuffer bytes) {
        StringJoiner joined = new StringJoiner(":", "[", "]");
        for (int i = 8; i < 24; i += 2) {
            joined.add(Integer.toHexString(bytes.getShort(i) & 0xffff));
        }
        return joined.toString();
    }

    /** A path ends with a zero byte; a name of the abstract kind begins with one, which is written @. */
    private static String name(byte[] bytes) {
        int start = 2;
        boolean isAbstract = bytes.length > 3 && bytes[2] == 0;
        int end = isAbstract ? 3 : start;
        while (end < bytes.length && (isAbstract || bytes[end] != 0)) {
            end++;
        }
        return isAbstract
                ? "@" + new String(bytes, 3, end - 3, StandardCharsets.UTF_8)
                : new String(bytes, start, end - start, StandardCharsets.UTF_8);
    }
}
