package io.github.threadsandbox.it.probe;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import javax.net.ssl.HandshakeCompletedListener;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** Makes sockets that are connected to nobody, and answer all the same; each tells when it is closed or read. */
final class OwnSockets extends SSLSocketFactory {
    private final String answer;
    private final Runnable told;
    private final Runnable closed;

    OwnSockets(String answer, Runnable told, Runnable closed) {
        this.answer = answer;
        this.told = told;
        this.closed = closed;
    }

    @Override
    public Socket createSocket() {
        return new Answering(answer, told, closed);
    }

    @Override
    public Socket createSocket(Socket around, String host, int port, boolean close) {
        return createSocket();
    }

    @Override
    public Socket createSocket(String host, int port) {
        return createSocket();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress from, int fromPort) {
        return createSocket();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        return createSocket();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) {
        return createSocket();
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return new String[0];
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return new String[0];
    }

    private static final class Answering extends SSLSocket {
        private final InputStream in;
        private final Runnable told;
        private final Runnable closed;

        Answering(String answer, Runnable told, Runnable closed) {
            this.closed = closed;
            this.told = told;
            this.in = new ByteArrayInputStream(answer.getBytes(StandardCharsets.ISO_8859_1)) {
                @Override
                public synchronized int read(byte[] bytes, int from, int length) {
                    told.run();
                    return super.read(bytes, from, length);
                }
            };
        }

        @Override
        public void connect(SocketAddress address) {
            // To nobody.
        }

        @Override
        public void connect(SocketAddress address, int timeout) {
            // To nobody.
        }

        @Override
        public boolean isConnected() {
            return true;
        }

        @Override
        public void setTcpNoDelay(boolean on) {
            // There is no TCP.
        }

        @Override
        public void setSoTimeout(int timeout) {
            // It answers at once.
        }

        @Override
        public int getSoTimeout() {
            return 0;
        }

        @Override
        public InputStream getInputStream() {
            return in;
        }

        @Override
        public OutputStream getOutputStream() {
            return OutputStream.nullOutputStream();
        }

        @Override
        public void close() {
            told.run();
            closed.run();
        }

        @Override
        public SSLSession getSession() {
            try {
                return SSLContext.getDefault().createSSLEngine().getSession();
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void startHandshake() {
            // With nobody.
        }

        @Override
        public String[] getSupportedCipherSuites() {
            return new String[0];
        }

        @Override
        public String[] getEnabledCipherSuites() {
            return new String[0];
        }

        @Override
        public void setEnabledCipherSuites(String[] suites) {
            // None is used.
        }

        @Override
        public String[] getSupportedProtocols() {
            return new String[0];
        }

        @Override
        public String[] getEnabledProtocols() {
            return new String[0];
        }

        @Override
        public void setEnabledProtocols(String[] protocols) {
            // None is used.
        }

        @Override
        public void addHandshakeCompletedListener(HandshakeCompletedListener listener) {
            // There is no handshake.
        }

        @Override
        public void removeHandshakeCompletedListener(HandshakeCompletedListener listener) {
            // There is no handshake.
        }

        @Override
        public void setUseClientMode(boolean client) {
            // There is no handshake.
        }

        @Override
        public boolean getUseClientMode() {
            return true;
        }

        @Override
        public void setNeedClientAuth(boolean need) {
            // There is no handshake.
        }

        @Override
        public boolean getNeedClientAuth() {
            return false;
        }

        @Override
        public void setWantClientAuth(boolean want) {
            // There is no handshake.
        }

        @Override
        public boolean getWantClientAuth() {
            return false;
        }

        @Override
        public void setEnableSessionCreation(boolean create) {
            // There is no handshake.
        }

        @Override
        public boolean getEnableSessionCreation() {
            return true;
        }
    }
}
