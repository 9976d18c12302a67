/**
 * Torture: what drives everything that HotSpot does on a Java thread, for threads that may do nothing but what it needs.
 *
 * <p>Each program runs in a JVM of its own and prints one line for each thing that it tried: {@code begin NAME}, then
 * {@code ok NAME} or {@code wrong NAME: …}; {@code poisoned NAME: …} for what an unconfined thread could no longer do, and
 * {@code busy …} for a thread that does not come to rest. Its last line is {@code end}. Who starts the JVMs and reads what
 * they print is in the tests: {@code Matrix} and {@code Soak}.
 *
 * <p>Start reading at {@link io.github.threadsandbox.it.torture.Inside}.
 */
package io.github.threadsandbox.it.torture;
