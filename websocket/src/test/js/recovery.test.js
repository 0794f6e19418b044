import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { ask, closeAll, connected, event } from "./client.js";

afterEach(closeAll);

const again = { reconnection: true, reconnectionDelay: 10, randomizationFactor: 0 };

/** Cuts the connection without a word and waits until the client is back. */
async function cut(client) {
  const back = event(client, "connect");
  client.io.engine.close();
  await back;
}

test("an unmodified client resumes: same id, rooms, data, and what it missed, once and in order", async () => {
  const [a, b] = await Promise.all([connected("/", again), connected()]);
  await ask(a, "join", "room");
  await ask(a, "set-data", { user: 7 });
  const id = a.id;
  const seen = [];
  a.on("e", (i) => seen.push(i));
  for (let i = 0; i < 5; i++) b.emit("to-room", "room", "e", i);
  await ask(b, "message-with-ack", "fence");
  while (seen.length < 5) await event(a, "e");

  const back = event(a, "connect");
  a.io.engine.close();
  for (let i = 5; i < 10; i++) b.emit("to-room", "room", "e", i);
  await back;
  assert.equal(a.recovered, true);
  assert.equal(a.id, id);
  for (let i = 10; i < 12; i++) b.emit("to-room", "room", "e", i);
  while (seen.length < 12) await event(a, "e");
  assert.deepEqual(seen, [...Array(12).keys()]);
  const [recovered, rooms, data] = await new Promise((resolve) => a.emit("recovered", (...args) => resolve(args)));
  assert.equal(recovered, true);
  assert.deepEqual(new Set(rooms), new Set([id, "room"]));
  assert.deepEqual(data, { value: { user: 7 } });
});

test("resumes again and again", async () => {
  const a = await connected("/", again);
  const id = a.id;
  for (let i = 0; i < 10; i++) {
    await cut(a);
    assert.equal(a.recovered, true);
    assert.equal(a.id, id);
  }
});

test("a trailing string of a volatile event is not taken for an offset", async () => {
  const a = await connected("/", again);
  const got = event(a, "v");
  a.emit("volatile-later", 50, "v", "a string");
  assert.equal((await got)[0], "a string");
  await cut(a);
  assert.equal(a.recovered, true);
});

test("a client that left, or was sent away, gets a new session", async () => {
  const a = await connected("/", again);
  const id = a.id;
  a.disconnect();
  const back = event(a, "connect");
  a.connect();
  await back;
  assert.notEqual(a.id, id);
  assert.equal(a.recovered, false);

  const second = a.id;
  const gone = event(a, "disconnect");
  a.emit("disconnect-me", true);
  await gone;
  const third = event(a, "connect");
  a.connect();
  await third;
  assert.notEqual(a.id, second);
  assert.equal(a.recovered, false);
});
