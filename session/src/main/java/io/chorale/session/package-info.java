/**
 * Sign-in sessions for Helidon SE, shared by replicas through a {@link io.chorale.session.SessionStore}.
 *
 * <p>A session is known to its client by a token (cookie or bearer) and to everybody else only by the token's SHA-256
 * ({@link io.chorale.session.SessionKey}): a leaked store, log or key listing signs nobody in.
 */
@NullMarked
package io.chorale.session;

import org.jspecify.annotations.NullMarked;
