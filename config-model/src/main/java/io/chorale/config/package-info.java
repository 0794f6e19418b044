/**
 * Settings of a Chorale process: one record per topic, one catalogue of variables that everything else is made from.
 *
 * <p>Start at {@link io.chorale.config.Settings}. Values come from, weakest first: defaults, {@code application.yaml}
 * in the jar, {@code chorale.yaml}, the environment, {@code --set key=value}.
 */
@NullMarked
package io.chorale.config;

import org.jspecify.annotations.NullMarked;
