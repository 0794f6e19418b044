/** Tests of sessions, and the contract suite that every store runs. */
@NullMarked
package io.chorale.session;

import org.jspecify.annotations.NullMarked;
