// An unmodified @socket.io/redis-emitter reaches unmodified clients on two replicas, each once.
const assert = require("node:assert");
const { after, before, test } = require("node:test");
const { Emitter } = require("@socket.io/redis-emitter");
const { createClient } = require("redis");
const { io } = require("socket.io-client");

const redis = createClient({ url: process.env.REDIS_URL });
let emitter;
let clients;

before(async () => {
  await redis.connect();
  emitter = new Emitter(redis, { key: process.env.EMITTER_KEY });
  clients = await Promise.all(process.env.FIXTURES.split(",").map(connect));
});

after(async () => {
  clients.forEach((client) => client.close());
  await redis.quit();
});

async function connect(url) {
  const client = io(url, { transports: ["websocket"] });
  client.heard = [];
  client.on("news", (...args) => client.heard.push(args));
  await new Promise((resolve, reject) => client.once("connect", resolve).once("connect_error", reject));
  await client.emitWithAck("join", "readers");
  return client;
}

// The event comes with its position as last argument, as connection state recovery has it.
async function heard(client, count) {
  for (let i = 0; i < 1000 && client.heard.length < count; i++) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const events = client.heard.splice(0).map((args) => args.slice(0, -1));
  assert.strictEqual(events.length, count);
  return events;
}

test("to a room", async () => {
  emitter.to("readers").emit("news", { text: "héllo 😀" }, 1.5, null);
  for (const client of clients) {
    assert.deepStrictEqual(await heard(client, 1), [[{ text: "héllo 😀" }, 1.5, null]]);
  }
});

test("bytes", async () => {
  emitter.emit("news", { inside: Buffer.from([1, 2, 3]) });
  for (const client of clients) {
    const [[{ inside }]] = await heard(client, 1);
    assert.deepStrictEqual([...Buffer.from(inside)], [1, 2, 3]);
  }
});

test("a thousand in order", async () => {
  for (let i = 0; i < 1000; i++) {
    emitter.to(["readers", "others"]).emit("news", i);
  }
  for (const client of clients) {
    assert.deepStrictEqual((await heard(client, 1000)).map(([i]) => i), [...Array(1000).keys()]);
  }
});

test("except, join, leave, disconnect", async () => {
  const [first, second] = clients;
  emitter.except(first.id).emit("news", "for the others");
  assert.deepStrictEqual(await heard(second, 1), [["for the others"]]);
  emitter.in(first.id).socketsJoin("vip");
  emitter.to("vip").emit("news", "for vips");
  assert.deepStrictEqual(await heard(first, 1), [["for vips"]]);
  emitter.in("vip").socketsLeave("vip");
  emitter.to("vip").emit("news", "for nobody");
  emitter.to("readers").emit("news", "last");
  assert.deepStrictEqual(await heard(first, 1), [["last"]]);
  assert.deepStrictEqual(await heard(second, 1), [["last"]]);
  const gone = new Promise((resolve) => second.once("disconnect", resolve));
  emitter.in(second.id).disconnectSockets(true);
  assert.strictEqual(await gone, "io server disconnect");
});
