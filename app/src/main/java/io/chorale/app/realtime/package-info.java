/**
 * What people see at once: who is behind a socket, which rooms it is in, and the events that channels send. Everything
 * here happens after the database has committed, and on all replicas.
 */
@NullMarked
package io.chorale.app.realtime;

import org.jspecify.annotations.NullMarked;
