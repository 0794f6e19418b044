import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { ask, closeAll, connected, event, mode, nothing, socket } from "./client.js";

afterEach(closeAll);

test("tells its transport", async () => {
  const a = await connected();
  assert.equal(await ask(a, "transport"), mode === "polling" ? "polling" : "websocket");
});

test("echoes anything, in and out", async () => {
  const a = await connected();
  const args = [1, "2", { 3: [true, null] }, "häß€ 😀 \u2028 \u0000\u001e", 1.5, [], {}];
  const back = event(a, "message-back");
  a.emit("message", ...args);
  assert.deepEqual(await back, args);
});

test("keeps odd strings and numbers", async () => {
  const a = await connected();
  assert.equal(await ask(a, "message-with-ack", "\ud800 lone"), "\ud800 lone");
  assert.equal(await ask(a, "message-with-ack", NaN), null);
  assert.equal(await ask(a, "message-with-ack", Number.MAX_SAFE_INTEGER), Number.MAX_SAFE_INTEGER);
  assert.deepEqual(await ask(a, "message-with-ack", JSON.parse('{"__proto__":{"x":1}}')), JSON.parse('{"__proto__":{"x":1}}'));
  assert.deepEqual(await ask(a, "message-with-ack", { _placeholder: true, num: 5 }), { _placeholder: true, num: 5 });
});

test("answers with none, one and many arguments", async () => {
  const a = await connected();
  for (const args of [[], ["x"], [1, { a: 2 }, "3"]]) {
    const answer = await new Promise((resolve) => a.emit("message-with-ack", ...args, (...back) => resolve(back)));
    assert.deepEqual(answer, args);
  }
});

test("carries binary, nested, empty and several, in events and answers", async () => {
  const a = await connected();
  const data = { a: [Buffer.from([1, 2, 3])], b: { c: Buffer.alloc(0), d: Buffer.from([255]) } };
  const back = event(a, "message-back");
  a.emit("message", data, Buffer.from("x"));
  const [object, buffer] = await back;
  assert.deepEqual(Buffer.from(object.a[0]), data.a[0]);
  assert.equal(object.b.c.length ?? object.b.c.byteLength, 0);
  assert.deepEqual(Buffer.from(object.b.d), data.b.d);
  assert.deepEqual(Buffer.from(buffer), Buffer.from("x"));
  const answer = await ask(a, "message-with-ack", Buffer.from([7]));
  assert.deepEqual(Buffer.from(answer), Buffer.from([7]));
});

test("the server asks and hears, or gives up", async () => {
  const a = await connected();
  a.on("q", (arg, cb) => cb(arg, "answer"));
  a.on("silence", () => {});
  assert.deepEqual(await ask(a, "ask", 3_000, "q", "x"), { ok: ["x", "answer"] });
  assert.deepEqual(await ask(a, "ask", 100, "silence", "x"), { error: true });
});

test("keeps the order of 500 events both ways", async () => {
  const a = await connected();
  const seen = [];
  const all = new Promise((resolve) => {
    a.on("message-back", (i) => {
      seen.push(i);
      if (seen.length === 500) resolve();
    });
  });
  for (let i = 0; i < 500; i++) a.emit("message", i);
  await all;
  assert.deepEqual(seen, [...Array(500).keys()]);
  seen.length = 0;
  const burst = new Promise((resolve) => {
    a.on("b", (i) => {
      seen.push(i);
      if (seen.length === 500) resolve();
    });
  });
  a.emit("burst", 500, "b");
  await burst;
  assert.deepEqual(seen, [...Array(500).keys()]);
});

test("carries 600 kB as text and as bytes", async () => {
  const a = await connected();
  const text = "ü".repeat(300_000);
  assert.equal(await ask(a, "message-with-ack", text), text);
  const bytes = Buffer.alloc(600_000, 7);
  assert.deepEqual(Buffer.from(await ask(a, "message-with-ack", bytes)), bytes);
});

test("multiplexes namespaces on one connection, to be left and joined again", async () => {
  const a = await connected();
  const b = a.io.socket("/custom");
  await event(b, "auth");
  assert.notEqual(a.id, b.id);
  assert.equal(await ask(b, "message-with-ack", 1), 1);
  const first = b.id;
  b.disconnect();
  assert.equal(await ask(a, "reason-of", first), "client namespace disconnect");
  const again = event(b, "auth");
  b.connect();
  await again;
  assert.notEqual(b.id, first);
  assert.equal(await ask(b, "message-with-ack", 2), 2);
  assert.equal(await ask(a, "message-with-ack", 3), 3);
});

test("rooms: to, in, union, except, broadcast, own id", async () => {
  const [a, b, c] = await Promise.all([connected(), connected(), connected()]);
  await ask(a, "join", "r1");
  await ask(b, "join", "r1");
  await ask(b, "join", "r2");
  assert.deepEqual(new Set(await ask(b, "rooms")), new Set([b.id, "r1", "r2"]));

  let got = event(b, "e1");
  a.emit("to-room", "r1", "e1", 1);
  assert.deepEqual(await got, [1]);
  await nothing(a, "e1");

  got = Promise.all([event(a, "e2"), event(b, "e2")]);
  c.emit("in-room", ["r1", "r2"], "e2", 2);
  assert.deepEqual(await got, [[2], [2]]);
  await nothing(b, "e2");
  await nothing(c, "e2");

  got = event(c, "e3");
  a.emit("except", ["r1"], "e3", 3);
  assert.deepEqual(await got, [3]);
  await nothing(a, "e3");
  await nothing(b, "e3");

  got = Promise.all([event(a, "e4"), event(c, "e4")]);
  b.emit("broadcast", "e4", 4);
  assert.deepEqual(await got, [[4], [4]]);
  await nothing(b, "e4");

  got = event(c, "e5");
  a.emit("to-room", c.id, "e5", 5);
  assert.deepEqual(await got, [5]);
  await ask(b, "leave", "r1");
  a.emit("to-room", "r1", "e6");
  await nothing(b, "e6");
});

test("asks a room: all, some, nobody answer", async () => {
  const [a, b] = await Promise.all([connected(), connected()]);
  await ask(a, "join", "asked");
  await ask(b, "join", "asked");
  a.on("q", (arg, cb) => cb(`a${arg}`));
  b.on("q", (arg, cb) => cb(`b${arg}`));
  const all = await ask(a, "ask-room", "asked", 3_000, "q", 1);
  assert.equal(all.error, false);
  assert.deepEqual(new Set(all.responses), new Set(["a1", "b1"]));
  b.off("q");
  assert.deepEqual(await ask(a, "ask-room", "asked", 200, "q", 2), { error: true, responses: ["a2"] });
  assert.deepEqual(await ask(a, "ask-room", "nobody", 3_000, "q", 3), { error: false, responses: [] });
});

test("fetches, moves and sends away whole rooms", async () => {
  const [a, b] = await Promise.all([connected(), connected()]);
  await ask(b, "join", "whole");
  assert.deepEqual(await ask(a, "fetch-sockets", "whole"), [b.id]);
  a.emit("sockets-join", "whole", "more");
  assert.deepEqual(await ask(a, "fetch-sockets", "more"), [b.id]);
  a.emit("sockets-leave", "whole", "more");
  assert.deepEqual(await ask(a, "fetch-sockets", "more"), []);
  const gone = event(b, "disconnect");
  a.emit("disconnect-room", "whole", false);
  assert.equal((await gone)[0], "io server disconnect");
  assert.equal(await ask(a, "message-with-ack", "still here"), "still here");
});

test("tells both ends why a socket ended", async () => {
  const witness = await connected();
  for (const [end, here, there] of [
    [(s) => s.emit("disconnect-me", false), "io server disconnect", "server namespace disconnect"],
    [(s) => s.disconnect(), "io client disconnect", "client namespace disconnect"],
    [(s) => s.io.engine.close(), "forced close", "transport close"],
    [(s) => s.emit("close-conn"), "transport close", "forced close"],
  ]) {
    const s = await connected();
    const id = s.id;
    const gone = event(s, "disconnect");
    end(s);
    assert.equal((await gone)[0], here);
    let reason = null;
    for (let i = 0; i < 100 && reason === null; i++) {
      reason = await ask(witness, "reason-of", id);
    }
    assert.equal(reason, there);
  }
});

test("disconnect(true) ends all namespaces of a connection", async () => {
  const a = await connected();
  const b = a.io.socket("/custom");
  await event(b, "auth");
  const gone = Promise.all([event(a, "disconnect"), event(b, "disconnect")]);
  b.emit("disconnect-me", true);
  assert.deepEqual((await gone).map((args) => args[0]), ["io server disconnect", "io server disconnect"]);
});

test("refuses: middleware with data, unknown namespace, wrong token", async () => {
  const [refused] = await event(socket("/mw-err"), "connect_error");
  assert.equal(refused.message, "nope");
  assert.deepEqual(refused.data, { code: "E1", n: 1 });
  const [unknown] = await event(socket("/random"), "connect_error");
  assert.equal(unknown.message, "Invalid namespace");
  const [wrong] = await event(socket("/auth", { auth: { token: "guess" } }), "connect_error");
  assert.equal(wrong.message, "unauthorized");
  const right = socket("/auth", { auth: (cb) => cb({ token: "secret" }) });
  assert.deepEqual(await event(right, "auth"), [{ token: "secret" }]);
});

test("refuses whole connections", async () => {
  const [error] = await event(socket("/", { query: { deny: "1" } }), "connect_error");
  assert.match(error.message, /xhr poll error|websocket error/);
});

test("a slow middleware, and a client that does not wait for it", async () => {
  const slow = await connected("/slow");
  assert.equal(await ask(slow, "message-with-ack", 1), 1);
  const impatient = socket("/slow");
  await event(impatient.io, "open");
  impatient.disconnect();
  assert.equal(await ask(slow, "message-with-ack", 2), 2);
});

test("a middleware of a socket stops an event", async () => {
  const a = await connected();
  await assert.rejects(a.timeout(200).emitWithAck("blocked"));
  assert.equal(await ask(a, "message-with-ack", 1), 1);
});

test("dynamic namespaces", async () => {
  const a = await connected("/dyn-1");
  assert.equal(await ask(a, "message-with-ack", 1), 1);
  const [error] = await event(socket("/dyn-x"), "connect_error");
  assert.equal(error.message, "Invalid namespace");
});

test("tells the handshake", async () => {
  const a = await connected("/", { query: { q: "ü&1" }, auth: { a: 1 }, extraHeaders: { "x-custom": "c" } });
  const handshake = await ask(a, "handshake");
  assert.equal(handshake.query.q, "ü&1");
  assert.deepEqual(handshake.auth, { a: 1 });
  assert.equal(handshake.headers["x-custom"], "c");
  assert.equal(handshake.xdomain, false);
  assert.equal(handshake.secure, false);
  assert.match(handshake.address, /127\.0\.0\.1|::1/);
  assert.match(handshake.url, /^\/socket\.io\/\?.*EIO=4/);
});

test("events named like members of objects", async () => {
  const a = await connected();
  for (const name of ["constructor", "toString", "hasOwnProperty", "valueOf"]) {
    const back = event(a, name);
    a.emit("emit-me", name, 1);
    assert.deepEqual(await back, [1]);
  }
});

test("volatile events reach an idle client", async () => {
  const a = await connected();
  const got = event(a, "v");
  a.emit("volatile-later", 100, "v", 1, Buffer.from([2]));
  const [one, two] = await got;
  assert.equal(one, 1);
  assert.deepEqual(Buffer.from(two), Buffer.from([2]));
});

test("comes back after a lost connection, as a new socket", async () => {
  const a = await connected("/", { reconnection: true, reconnectionDelay: 10 });
  const first = a.id;
  const back = event(a, "connect");
  a.io.engine.close();
  await back;
  assert.notEqual(a.id, first);
  assert.equal(a.recovered, undefined);
  assert.equal(await ask(a, "message-with-ack", 1), 1);
});

test("what is sent while the transport is upgraded is neither lost nor doubled", { skip: mode !== "upgrade" && "one transport" }, async () => {
  for (let round = 0; round < 5; round++) {
    const a = socket();
    const seen = [];
    const all = new Promise((resolve) => {
      a.on("message-back", (i) => {
        seen.push(i);
        if (seen.length === 200) resolve();
      });
    });
    await event(a, "connect");
    for (let i = 0; i < 200; i++) {
      a.emit("message", i);
      if (i % 10 === 0) await new Promise(setImmediate);
    }
    await all;
    assert.deepEqual(seen, [...Array(200).keys()]);
    if (a.io.engine.transport.name !== "websocket") await event(a.io.engine, "upgrade");
    a.disconnect();
  }
});
