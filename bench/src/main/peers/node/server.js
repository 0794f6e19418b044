// The tiny app of the benchmarks on Node's Socket.IO: node server.js PORT [REDIS_URL]
import { createServer } from "node:http";
import { createAdapter } from "@socket.io/redis-adapter";
import { createClient } from "redis";
import { Server } from "socket.io";

const [port, redisUrl] = process.argv.slice(2);
const http = createServer();
const options = { pingInterval: 25_000, pingTimeout: 60_000, perMessageDeflate: false };
if (redisUrl) {
  const publisher = createClient({ url: redisUrl });
  const subscriber = publisher.duplicate();
  await Promise.all([publisher.connect(), subscriber.connect()]);
  options.adapter = createAdapter(publisher, subscriber);
}
const io = new Server(http, options);

io.on("connection", (socket) => {
  socket.on("join", (room, ack) => {
    socket.join(room);
    ack(room);
  });
  socket.on("echo", (text, ack) => ack(text));
  socket.on("broadcast", (text) => io.to("r").emit("message", text));
});
http.listen(Number(port), "127.0.0.1", () => console.log("ready"));
