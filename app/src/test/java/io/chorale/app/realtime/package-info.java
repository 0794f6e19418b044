/** What official Socket.IO clients see of accounts and channels. */
@NullMarked
package io.chorale.app.realtime;

import org.jspecify.annotations.NullMarked;
