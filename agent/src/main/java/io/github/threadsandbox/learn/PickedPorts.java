package io.github.threadsandbox.learn;

/**
 * The ports that the kernel gives to whoever binds to none: a service that listens on one is found on another next time. Which they
 * are, {@code ip_local_port_range} says (ip(7)).
 *
 * @param first of them
 * @param last of them
 */
public record PickedPorts(int first, int last) {
    /** Linux's own, where nobody has set them (net/ipv4/af_inet.c, inet_init_net). */
    public static final PickedPorts DEFAULT = new PickedPorts(32768, 60999);

    /**
     * Reads them.
     *
     * @param text what stands in {@code /proc/sys/net/ipv4/ip_local_port_range}
     * @return them, or the default ones where it says none
     */
    public static PickedPorts of(String text) {
        String[] numbers = text.strip().split("\\s+", -1);
        return numbers.length == 2 && numbers[0].matches("[0-9]{1,5}") && numbers[1].matches("[0-9]{1,5}")
                ? new PickedPorts(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]))
                : DEFAULT;
    }

    boolean has(int port) {
        return port >= first && port <= last;
    }

    /** What a person should know of a port that is one of them. */
    String note() {
        return "the kernel picks ports from " + first + " to " + last
                + ": unless somebody has set it, another next time";
    }
}
