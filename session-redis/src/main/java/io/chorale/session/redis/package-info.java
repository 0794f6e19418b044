/**
 * Sessions on Redis or Valkey, under the prefix {@code P} of {@link io.chorale.redis.Keyspace}:
 *
 * <table>
 *   <caption>Keys</caption>
 *   <tr><th>key</th><th>type</th><th>holds</th><th>gone</th></tr>
 *   <tr><td>{@code P:session:<key>}</td><td>hash</td><td>{@code u} user, {@code c} created, {@code x} absolute end or
 *     empty, {@code s} last seen (all ms), {@code v} version, {@code a:<name>} attribute; after sign-out only
 *     {@code ended}</td><td>at the earlier of idle and absolute end; five minutes after sign-out</td></tr>
 *   <tr><td>{@code P:user-sessions:<user>}</td><td>sorted set</td><td>session keys by the time they expire</td>
 *     <td>with its last session; entries at sign-out and when the set is read or added to</td></tr>
 *   <tr><td>{@code P:ratelimit:<subject>:<minute>}</td><td>string</td><td>attempts of a minute</td><td>after four
 *     minutes</td></tr>
 *   <tr><td>{@code P:session-events}</td><td>channel</td><td>{@code {"kind":"ended"|"changed","origin","key","user"}}
 *     </td><td></td></tr>
 * </table>
 *
 * <p>Only {@link io.chorale.session.redis.RedisSessionStore} and its counter write and read them. Every write is one script, so that
 * concurrent requests never undo each other's changes. Each script names all its keys, which lie in one slot of a
 * cluster.
 */
@NullMarked
package io.chorale.session.redis;

import org.jspecify.annotations.NullMarked;
