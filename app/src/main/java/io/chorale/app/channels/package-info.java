/**
 * Channels and what people write in them. The database is the truth: what a method here returns from is committed, and
 * only then told to {@link io.chorale.app.channels.ChannelEvents}.
 */
@NullMarked
package io.chorale.app.channels;

import org.jspecify.annotations.NullMarked;
