/**
 * The SPI between a Socket.IO server and whatever joins its replicas. One implementation keeps everything in the
 * process; another (module {@code websocket-redis}) uses Redis or Valkey. All of them pass {@code
 * ClusterManagerContract}.
 *
 * <p>There is one log. Whatever changes what clients see ({@link io.chorale.websocket.cluster.ClusterEvent}) is
 * appended to it and takes effect only when the log hands it back, on the sending replica too: the log is the order.
 * Volatile events go beside the log and may be lost.
 */
@NullMarked
package io.chorale.websocket.cluster;

import org.jspecify.annotations.NullMarked;
