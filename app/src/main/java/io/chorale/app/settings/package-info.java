/**
 * Settings that change while the server runs: kept in the database under one global revision, read from memory, the same
 * on all replicas. {@link io.chorale.app.settings.LiveSettings} is where to start.
 */
@NullMarked
package io.chorale.app.settings;

import org.jspecify.annotations.NullMarked;
