/**
 * The fault rig: real replicas, a real Redis, a balancer without stickiness and real JavaScript clients; something is
 * broken while messages flow, and each client's messages are counted.
 */
@NullMarked
package io.chorale.app.rig;

import org.jspecify.annotations.NullMarked;
