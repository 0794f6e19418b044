/** Channels and messages through the REST paths of a whole server. */
@NullMarked
package io.chorale.app.channels;

import org.jspecify.annotations.NullMarked;
