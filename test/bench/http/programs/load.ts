import { importPeer } from '../../support/peer.ts';
import type { Load, Served } from '../load.ts';
import { answerParent } from '../processes/answer-parent.ts';

interface Instance extends PromiseLike<{ readonly errors: number }> {
  stop(): void;
  on(event: 'response', heard: (client: unknown, status: number, bytes: number, milliseconds: number) => void): void;
}

interface AutocannonPackage {
  readonly default: (options: object) => Instance;
}

const { default: autocannon } = await importPeer<AutocannonPackage>('autocannon');

let running: Instance | undefined;

/** Each token once, over connections that are kept open. */
async function run({
  url,
  path,
  body,
  bodies,
  headers = {},
  connections,
  tokens,
  perSecond,
  seconds,
}: Load): Promise<Served> {
  let sent = 0;
  const setupRequest = (request: object) => {
    const token = tokens[sent % tokens.length] ?? '';
    const next = bodies?.[sent % bodies.length] ?? body;
    sent += 1;
    return {
      ...request,
      ...(next === undefined ? {} : { body: next }),
      headers: { ...headers, authorization: `Bearer ${token}` },
    };
  };
  const statuses: Record<string, number> = {};
  const times: number[] = [];
  const started = performance.now();
  // It looks only once a second whether it has sent all: the end is that of the last answer.
  let ended = started;
  const instance = autocannon({
    url,
    connections,
    ...(seconds === undefined ? { amount: tokens.length } : { duration: seconds }),
    ...(perSecond === undefined ? {} : { overallRate: perSecond }),
    timeout: 60,
    requests: [{ method: 'POST', path, setupRequest }],
  });
  instance.on('response', (_client, status, _bytes, milliseconds) => {
    ended = performance.now();
    times.push(milliseconds);
    statuses[status] = (statuses[status] ?? 0) + 1;
  });
  running = instance;
  const { errors } = await instance;
  times.sort((left, right) => left - right);
  const at = (part: number) => times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? Number.NaN;
  return { seconds: (ended - started) / 1000, p50: at(0.5), p99: at(0.99), statuses, errors };
}

answerParent({ run, stop: () => running?.stop() });
