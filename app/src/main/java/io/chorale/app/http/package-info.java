/**
 * What every route of the server shares: JSON in and out, errors as {@code {"detail": …}}, headers that survive errors,
 * the web page, health. Helidon's own error, CORS and static-content modules are not used: on 4.2 they leak exception
 * texts, drop headers from error responses and follow links out of the folder.
 */
@NullMarked
package io.chorale.app.http;

import org.jspecify.annotations.NullMarked;
