/**
 * Sign-ins outlive the session store. The store is fast and shared, but may forget (FLUSHALL, eviction, a restart of the
 * only process); the database does not, and gives back what is missing.
 */
@NullMarked
package io.chorale.app.signins;

import org.jspecify.annotations.NullMarked;
