/** The one SQL database: the truth for accounts, channels, messages and settings. */
@NullMarked
package io.chorale.app.database;

import org.jspecify.annotations.NullMarked;
