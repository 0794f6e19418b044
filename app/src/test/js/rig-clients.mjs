// Many unmodified socket.io-clients in one process, each of which keeps what it got, in the order of arrival.
// node rig-clients.mjs <directory with node_modules> <url> <token> <clients> <channel ids, comma separated>
// Commands on stdin, one a line: status, report. Answers on stdout, one JSON object a line.
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

const [directory, url, token, count, channelList] = process.argv.slice(2);
const { io } = createRequire(`${directory}/package.json`)('socket.io-client');
const channels = channelList.split(',');
const PAGE = 200;

const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);
const pause = (millis) => new Promise((resolve) => setTimeout(resolve, millis));

/** Message number to the position that it was delivered with: the same for all clients, or somebody saw another order. */
const positions = new Map();

class Client {
  events = [];
  reloaded = [];
  known = new Set();
  elsewhere = 0;
  connects = 0;
  recovered = 0;
  reloads = 0;
  joined = false;
  lastAt = 0;
  gap = 0;
  trouble = new Map();

  constructor() {
    this.socket = io(url, { path: '/ws/socket.io', transports: ['websocket'], auth: { token }, forceNew: true });
    this.socket.on('connect', () => this.connected());
    this.socket.on('disconnect', (reason) => this.note(reason));
    this.socket.on('connect_error', (error) => this.note(error.message));
    this.socket.on('events:channel', (event, position) => {
      if (event?.data?.type === 'message') this.message(Number(event.data.data.content), position);
    });
  }

  note(reason) {
    this.trouble.set(reason, (this.trouble.get(reason) ?? 0) + 1);
  }

  async connected() {
    this.connects++;
    if (this.socket.recovered) {
      this.recovered++;
      return;
    }
    const id = this.socket.id;
    const current = () => this.socket.connected && this.socket.id === id;
    this.joined = false;
    while (current() && !this.joined) {
      try {
        const user = await this.socket.timeout(10_000).emitWithAck('user-join', { auth: { token } });
        this.joined = Boolean(user?.id);
      } catch (timeout) {
        this.note('user-join timed out');
      }
      if (!this.joined) await pause(500);
    }
    if (this.connects > 1 && current()) await this.reload(current);
  }

  message(number, position) {
    const now = Date.now();
    if (this.lastAt > 0) this.gap = Math.max(this.gap, now - this.lastAt);
    this.lastAt = now;
    this.events.push(number);
    this.known.add(number);
    if (!positions.has(number)) positions.set(number, position);
    else if (positions.get(number) !== position) this.elsewhere++;
  }

  /** What the page does when a connection was not recovered: it asks the database, newest first, for what it lacks. */
  async reload(current) {
    this.reloads++;
    for (const channel of channels) {
      let skip = 0;
      while (current()) {
        const page = await this.page(channel, skip);
        if (page === undefined) {
          await pause(500 + Math.random() * 500);
          continue;
        }
        const fresh = page.map((message) => Number(message.content)).filter((number) => !this.known.has(number));
        for (const number of fresh) {
          this.known.add(number);
          this.reloaded.push(number);
        }
        if (page.length < PAGE || fresh.length === 0) break;
        skip += PAGE;
      }
    }
  }

  async page(channel, skip) {
    try {
      const answer = await fetch(`${url}/api/v1/channels/${channel}/messages?skip=${skip}&limit=${PAGE}`, {
        headers: { authorization: `Bearer ${token}` },
        signal: AbortSignal.timeout(20_000),
      });
      if (answer.ok) return await answer.json();
      this.note(`reload answered ${answer.status}`);
    } catch (error) {
      this.note('reload failed');
    }
    return undefined;
  }
}

const clients = [];
for (let i = 0; i < Number(count); i++) {
  clients.push(new Client());
  await pause(10);
}

const commands = {
  status: () =>
    say({
      kind: 'status',
      connected: clients.filter((client) => client.socket.connected).length,
      joined: clients.filter((client) => client.joined).length,
      fewest: Math.min(...clients.map((client) => client.known.size)),
    }),
  report: () => {
    clients.forEach(({ events, reloaded, elsewhere, connects, recovered, reloads, gap, trouble }) =>
      say({ kind: 'client', events, reloaded, elsewhere, connects, recovered, reloads, gap, trouble: Object.fromEntries(trouble) }),
    );
    say({ kind: 'end', positions: Object.fromEntries(positions) });
  },
};
createInterface({ input: process.stdin })
  .on('line', (line) => commands[line]?.())
  .on('close', () => process.exit(0));
