package io.github.threadsandbox.it.jdk;

import java.net.IDN;
import java.net.InetAddress;
import java.util.Hashtable;
import javax.naming.Context;
import javax.naming.NamingException;
import javax.naming.directory.InitialDirContext;

/** Names of machines. */
@SuppressWarnings({"AddressSelection", "BanJNDI", "JdkObsolete"}) // what programs do
final class NameOperations {
    private NameOperations() {}

    static void addTo(Operations to) {
        to.add("name.loopback", InetAddress::getLoopbackAddress);
        to.add("name.localhost", () -> InetAddress.getByName("localhost"));
        to.add("name.all", () -> InetAddress.getAllByName("localhost").length);
        to.add("name.literal", () -> InetAddress.getByName("::1"));
        to.add("name.own", () -> InetAddress.getLocalHost().getHostName());
        to.add("name.reverse", () -> InetAddress.getByName("127.0.0.1").getHostName());
        to.add("name.reachable", () -> InetAddress.getByName("127.0.0.1").isReachable(2000));
        to.add("name.idn", () -> IDN.toASCII("bücher.example") + IDN.toUnicode("xn--bcher-kva.example"));
        to.add("name.jndi", () -> {
            Hashtable<String, String> environment = new Hashtable<>();
            environment.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
            environment.put(Context.PROVIDER_URL, "dns://127.0.0.1:9");
            environment.put("com.sun.jndi.dns.timeout.initial", "100");
            environment.put("com.sun.jndi.dns.timeout.retries", "1");
            try {
                return new InitialDirContext(environment).getAttributes("a.example", new String[] {"A"});
            } catch (NamingException e) {
                return e.getClass();
            }
        });
        to.add("name.ldap", () -> {
            Hashtable<String, String> environment = new Hashtable<>();
            environment.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.ldap.LdapCtxFactory");
            environment.put(Context.PROVIDER_URL, "ldap://127.0.0.1:9");
            try {
                return new InitialDirContext(environment);
            } catch (NamingException e) {
                return e.getClass();
            }
        });
    }
}
