/**
 * Role map files: HOCON in, roles and policies out, or every problem at once.
 *
 * <p>Zone: the agent's own class loader. The only importer of Typesafe Config. Every default stands in
 * {@code reference.conf}; code holds none.
 *
 * <p>Not responsible for: what rules mean ({@code policy}), which thread takes which role ({@code role}).
 *
 * <p>Start reading at {@link io.github.threadsandbox.config.SettingsReader}.
 */
package io.github.threadsandbox.config;
