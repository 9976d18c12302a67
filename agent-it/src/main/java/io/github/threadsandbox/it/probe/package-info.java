/** Small programs that the integration tests run in a JVM of their own; each prints what it saw as {@code name=value}. */
package io.github.threadsandbox.it.probe;
