import { io } from "socket.io-client";

export const url = process.env.FIXTURE_URL;
/** polling, websocket, or upgrade: polling first, then websocket. */
export const mode = process.env.FIXTURE_TRANSPORT ?? "websocket";

const PATIENCE = 5_000;
const open = new Set();

function transports() {
  return mode === "upgrade" ? ["polling", "websocket"] : [mode];
}

/** A socket of its own connection; not connected yet. */
export function socket(namespace = "/", options = {}) {
  const created = io(url + namespace, {
    forceNew: true,
    transports: transports(),
    reconnection: false,
    ...options,
  });
  open.add(created);
  return created;
}

export function event(emitter, name) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no "${name}" within ${PATIENCE} ms`)), PATIENCE);
    emitter.once(name, (...args) => {
      clearTimeout(timer);
      resolve(args);
    });
  });
}

/** A connected socket that has got its "auth" event; in upgrade mode, on its websocket. */
export async function connected(namespace = "/", options = {}) {
  const created = socket(namespace, options);
  const auth = event(created, "auth");
  await event(created, "connect");
  if (mode === "upgrade" && created.io.engine.transport.name !== "websocket") {
    await event(created.io.engine, "upgrade");
  }
  await auth;
  return created;
}

export function ask(target, name, ...args) {
  return target.timeout(PATIENCE).emitWithAck(name, ...args);
}

/** Asserts that nothing of that name came until an echo, sent now, is back. */
export async function nothing(target, name) {
  let seen = 0;
  const listener = () => seen++;
  target.on(name, listener);
  await ask(target, "message-with-ack", "fence");
  target.off(name, listener);
  if (seen > 0) {
    throw new Error(`${seen} unexpected "${name}"`);
  }
}

export function closeAll() {
  open.forEach((created) => {
    created.disconnect();
    created.io.reconnection(false);
    created.io.engine?.close(); // other namespaces may still be in use
  });
  open.clear();
}
