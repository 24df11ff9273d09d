import { connect, type Socket } from 'node:net';
import { answerParent } from '../processes/answer-parent.ts';
import type { Opening } from '../readers.ts';

const sockets = new Set<Socket>();

/** Opens streams, some at a time, and gives how many have begun to tell of a run. */
async function open({ openings, concurrency }: { openings: readonly Opening[]; concurrency: number }): Promise<number> {
  let begun = 0;
  const queue = [...openings];
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      for (let next = queue.pop(); next !== undefined; next = queue.pop()) if (await openOne(next)) begun += 1;
    }),
  );
  return begun;
}

function openOne({ url, method, path, token, body, localAddress }: Opening): Promise<boolean> {
  const { hostname, port } = new URL(url);
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect({
    host: hostname,
    port: Number(port),
    ...(localAddress === undefined ? {} : { localAddress }),
  });
  sockets.add(socket);
  const length =
    body === undefined ? '' : `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n`;
  const head = `Host: ${hostname}\r\nAuthorization: Bearer ${token}\r\nAccept: text/event-stream\r\n${length}`;
  socket.write(`${method} ${path} HTTP/1.1\r\n${head}\r\n${body ?? ''}`);
  let begun = false;
  socket.on('data', (data) => {
    if (begun) return;
    begun = true;
    const answer = data.toString('latin1');
    if (!answer.startsWith('HTTP/1.1 200'))
      console.error(answer.slice(0, answer.indexOf('\r\n')), answer.split('\r\n\r\n')[1]);
    resolve(answer.startsWith('HTTP/1.1 200'));
  });
  socket.on('error', () => undefined);
  socket.once('close', () => {
    sockets.delete(socket);
    resolve(false);
  });
  return promise;
}

answerParent({ open, count: () => sockets.size });
