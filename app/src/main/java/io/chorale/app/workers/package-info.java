/**
 * Several processes on one port ({@code UVICORN_WORKERS}). {@link io.chorale.app.workers.Supervisor} serves nobody itself:
 * it starts workers, each an ordinary server whose listening socket shares the port (SO_REUSEPORT), and keeps them alive.
 */
@NullMarked
package io.chorale.app.workers;

import org.jspecify.annotations.NullMarked;
