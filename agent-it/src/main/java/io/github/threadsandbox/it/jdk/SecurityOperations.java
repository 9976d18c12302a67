package io.github.threadsandbox.it.jdk;

import java.io.ByteArrayInputStream;
import java.io.FileInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Security;
import java.security.Signature;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;
import java.util.random.RandomGeneratorFactory;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.KeyGenerator;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.login.Configuration;

/** Random numbers, digests, ciphers, keys and TLS. */
final class SecurityOperations {
    private SecurityOperations() {}

    static void addTo(Operations to) {
        to.add("security.providers", () -> Arrays.stream(Security.getProviders())
                .map(Provider::getName)
                .toList());
        to.add("security.property", () -> Security.getProperty("keystore.type"));
        to.add("security.random", () -> new SecureRandom().getAlgorithm() + new SecureRandom().generateSeed(4).length);
        to.add("security.strong", () -> SecureRandom.getInstanceStrong().getAlgorithm());
        to.add("security.drbg", () -> SecureRandom.getInstance("DRBG").getAlgorithm());
        to.add(
                "security.uuid",
                () -> UUID.randomUUID().version()
                        + UUID.nameUUIDFromBytes(new byte[1]).toString());
        to.add(
                "security.generators",
                () -> RandomGeneratorFactory.all().count()
                        + RandomGeneratorFactory.getDefault().name());
        to.add("security.digest", () -> HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA3-256").digest(new byte[1])));
        to.add("security.mac", () -> {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(new byte[16], "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(new byte[1]));
        });
        to.add("security.cipher", () -> {
            Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    new SecretKeySpec(new byte[16], "AES"),
                    new javax.crypto.spec.IvParameterSpec(new byte[16]));
            return HexFormat.of().formatHex(cipher.doFinal(new byte[3]));
        });
        to.add("security.chacha", () -> Cipher.getInstance("ChaCha20-Poly1305").getAlgorithm());
        to.add("security.password", () -> HexFormat.of()
                .formatHex(SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                        .generateSecret(new PBEKeySpec("a".toCharArray(), new byte[8], 10, 64))
                        .getEncoded()));
        to.add(
                "security.key",
                () -> KeyGenerator.getInstance("AES").generateKey().getEncoded().length);
        to.add("security.sign", () -> {
            KeyPair pair = KeyPairGenerator.getInstance("EC").generateKeyPair();
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(pair.getPrivate());
            signature.update(new byte[1]);
            byte[] signed = signature.sign();
            signature.initVerify(pair.getPublic());
            signature.update(new byte[1]);
            return signature.verify(signed);
        });
        to.add("security.ed25519", () -> KeyPairGenerator.getInstance("Ed25519")
                .generateKeyPair()
                .getPublic()
                .getFormat());
        to.add("security.agreement", () -> KeyAgreement.getInstance("X25519").getAlgorithm());
        to.add("security.rsa", () -> KeyFactory.getInstance("RSA").getAlgorithm());
        to.add("security.store", () -> {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            return store.size();
        });
        to.add("security.trusted", () -> {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            try (FileInputStream in =
                    new FileInputStream(Path.of(System.getProperty("java.home"), "lib/security/cacerts")
                            .toFile())) {
                store.load(in, null);
            }
            return store.size() > 10;
        });
        to.add("security.certificate", () -> {
            try {
                return CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream("no".getBytes(StandardCharsets.UTF_8)));
            } catch (java.security.cert.CertificateException e) {
                return e.getClass();
            }
        });
        to.add("security.path", () -> CertPathValidator.getInstance("PKIX").getAlgorithm());
        to.add("security.login", () -> {
            try {
                return Configuration.getConfiguration().getClass();
            } catch (SecurityException e) {
                return e.getMessage();
            }
        });
        to.add("tls.default", () -> SSLContext.getDefault().getProtocol());
        to.add("tls.parameters", () -> {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, null, null);
            return Arrays.toString(context.getDefaultSSLParameters().getProtocols())
                    + context.getSupportedSSLParameters().getCipherSuites().length;
        });
        to.add("tls.engine", () -> SSLContext.getDefault().createSSLEngine().getEnabledCipherSuites().length);
        to.add(
                "tls.sockets",
                () -> SSLSocketFactory.getDefault().getClass().getName()
                        + SSLServerSocketFactory.getDefault().getClass().getName());
        to.add("tls.trust", () -> {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            return ((javax.net.ssl.X509TrustManager) factory.getTrustManagers()[0]).getAcceptedIssuers().length > 10;
        });
    }
}
