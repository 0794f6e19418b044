// An unmodified socket.io-client that prints what it gets, one JSON object a line.
// node listener.mjs <directory with node_modules> <url> <token> <transports, comma separated>
import { createRequire } from 'node:module';

const [directory, url, token, transports] = process.argv.slice(2);
const { io } = createRequire(`${directory}/package.json`)('socket.io-client');
const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

const socket = io(url, {
  path: '/ws/socket.io',
  transports: transports.split(','),
  auth: { token },
  reconnectionDelay: 100,
  reconnectionDelayMax: 500,
});

socket.on('connect', () => {
  say({ kind: 'connect', id: socket.id, recovered: socket.recovered, transport: socket.io.engine.transport.name });
  socket.emit('user-join', { auth: { token } }, () => say({ kind: 'joined' }));
});
socket.on('disconnect', (reason) => say({ kind: 'disconnect', reason }));
socket.on('connect_error', (error) => say({ kind: 'connect_error', message: error.message }));
socket.on('events:channel', (event) => {
  if (event?.data?.type === 'message') {
    say({ kind: 'message', content: event.data.data.content });
  }
});
process.stdin.on('end', () => process.exit(0)).resume();
