/**
 * The real things that tests run against: Redis (one server, Sentinel, Cluster), PostgreSQL, and a TCP proxy that
 * breaks connections on demand. Everything is started from jars of Maven Central, without root and without Docker.
 */
@NullMarked
package io.chorale.test;

import org.jspecify.annotations.NullMarked;
