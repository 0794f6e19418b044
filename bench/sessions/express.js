// The peer: Express with express-session and connect-redis as their documents set them up, and the same answer.
import { RedisStore } from "connect-redis";
import express from "express";
import session from "express-session";
import { createClient } from "redis";

const [port, redisUrl] = process.argv.slice(2);
const client = createClient({ url: redisUrl });
await client.connect();

const app = express();
app.use(
  session({
    store: new RedisStore({ client, prefix: "express:" }),
    secret: "bench",
    resave: false,
    saveUninitialized: false,
    cookie: { maxAge: 14 * 24 * 3600 * 1000 },
  }),
);
app.post("/signin", express.json({ limit: "64kb" }), (request, response) => {
  request.session.user = request.body;
  response.json(request.body);
});
app.get("/api/v1/auths/", (request, response) => {
  if (!request.session.user) {
    response.status(401).json({ detail: "Not authenticated" });
    return;
  }
  response.json(request.session.user);
});
app.listen(Number(port), "127.0.0.1", () => console.log("ready"));
