package io.chorale.websocket.engineio;

/** What runs on top of Engine.IO: asked for a listener once per session, before anything is read from it. */
@FunctionalInterface
public interface EngineApplication {
    EngineListener open(EngineSession session);
}
