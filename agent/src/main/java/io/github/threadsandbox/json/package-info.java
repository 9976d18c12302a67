/**
 * Reads and writes JSON.
 *
 * <p>Pure. Not responsible for: what the members mean.
 *
 * <p>Start reading at {@link io.github.threadsandbox.json.JsonText} and {@link io.github.threadsandbox.json.JsonWriter}.
 */
package io.github.threadsandbox.json;
