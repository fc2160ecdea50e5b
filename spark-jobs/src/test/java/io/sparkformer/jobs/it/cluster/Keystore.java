package io.sparkformer.jobs.it.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A key pair for 127.0.0.1, made by keytool, and the store of those who trust it.
 *
 * @param keys PKCS 12
 * @param trust PKCS 12
 * @param password of both
 */
public record Keystore(Path keys, Path trust, String password) {
    /** Makes the files in a directory. */
    public static Keystore create(Path directory, String password) {
        Keystore store = new Keystore(directory.resolve("keys.p12"), directory.resolve("trust.p12"), password);
        Path certificate = directory.resolve("certificate.pem");
        store.keytool(
                store.keys,
                "-genkeypair",
                "-keyalg",
                "RSA",
                "-dname",
                "CN=sparkformer test",
                "-ext",
                "SAN=IP:127.0.0.1",
                "-validity",
                "2");
        store.keytool(store.keys, "-exportcert", "-rfc", "-file", certificate.toString());
        store.keytool(store.trust, "-importcert", "-noprompt", "-file", certificate.toString());
        return store;
    }

    private void keytool(Path store, String action, String... more) {
        Path program = Path.of(System.getProperty("java.home"), "bin/keytool");
        List<String> command = new ArrayList<>(List.of(program.toString(), action));
        command.addAll(List.of("-alias", "spark", "-storetype", "PKCS12", "-keystore", store.toString()));
        command.addAll(List.of("-storepass", password));
        command.addAll(List.of(more));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(action + ": " + output);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** What Spark is told of it: everything that can be encrypted by TLS is. */
    public Map<String, String> sparkSettings() {
        Map<String, String> settings = new TreeMap<>();
        settings.put("spark.ssl.enabled", "true");
        settings.put("spark.ssl.protocol", "TLSv1.3");
        settings.put("spark.ssl.keyStore", keys.toString());
        settings.put("spark.ssl.keyStoreType", "PKCS12");
        settings.put("spark.ssl.keyStorePassword", password);
        settings.put("spark.ssl.keyPassword", password);
        settings.put("spark.ssl.trustStore", trust.toString());
        settings.put("spark.ssl.trustStoreType", "PKCS12");
        settings.put("spark.ssl.trustStorePassword", password);
        return settings;
    }

    /** For a client that trusts nobody else. */
    public SSLContext context() {
        try (InputStream in = Files.newInputStream(trust)) {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(in, password.toCharArray());
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
