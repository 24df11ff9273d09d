import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Extent, Fault } from '../frame/fault.ts';
import { atMost, exactly } from '../frame/figure.ts';
import type { Random } from '../frame/random.ts';
import { bombBody, bombMessage, bombRules } from '../stage/hostile-texts.ts';
import { ServiceStage } from '../stage/service-stage.ts';

const chunk = Buffer.alloc(65_536, 0x20);
const chunks = (64 * 1024 ** 2) / chunk.length;
const attacks: Readonly<Record<Extent, number>> = { small: 80, full: 300 };
const attackers = 4;

/** Several at once send bodies of 64 MiB, JSON that is long to parse and messages that are long to match. */
export const hostileBodies: Fault = {
  name: 'hostile-bodies',
  title: '64 MiB bodies and regex bombs',
  async run(random, extent) {
    const directory = await mkdtemp(join(tmpdir(), 'hexaops-bombs-'));
    const rules = join(directory, 'bombs.yaml');
    await writeFile(rules, bombRules);
    await using stage = await ServiceStage.open({ rules: [rules] });
    await rm(directory, { recursive: true });
    const client = await stage.client();
    await client.ask({ message: 'list nodes' });
    const { residentBytes } = await stage.service.read();
    const statuses: number[] = [];
    let left = attacks[extent];
    const attacker = async () => {
      while (left-- > 0) statuses.push(await attack(stage, random));
    };
    const all = Promise.all(Array.from({ length: attackers }, attacker));
    const failed = await askDuring(stage, all);
    const { p99, longest, residentBytes: grown } = await stage.service.read();
    return [
      atMost('p99 of the event loop\u2019s delay', p99, 50, 'ms'),
      atMost('longest delay of the event loop', longest, 200, 'ms'),
      exactly('attacks answered with a fault of the server', statuses.filter((status) => status >= 500).length, 0),
      exactly('requests of others that failed', failed, 0),
      atMost('memory taken', (grown - residentBytes) / 1024 ** 2, 256, 'MiB'),
    ];
  },
};

/** The status of the answer; 0 where the connection ended without one, as it may in the middle of 64 MiB. */
async function attack(stage: ServiceStage, random: Random): Promise<number> {
  const token = random.chance(0.8) ? await stage.token(random.pick(['alice', 'erin', 'bob'])) : 'none';
  const kind = random.pick(['declared', 'chunked', 'json', 'message', 'message']);
  if (kind === 'declared' || kind === 'chunked') return send(stage.service.url, token, kind === 'declared');
  const body = kind === 'json' ? bombBody(random) : JSON.stringify({ message: bombMessage(random) });
  const answer = await fetch(`${stage.service.url}/v1/chat`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body,
  });
  await answer.text();
  return answer.status;
}

/** 64 MiB, as fast as they are taken, until they are through or the service has had enough. */
async function send(url: string, token: string, isDeclared: boolean): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  const upload = request(`${url}/v1/chat`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      ...(isDeclared ? { 'content-length': chunks * chunk.length } : { 'transfer-encoding': 'chunked' }),
    },
  });
  const over = new AbortController();
  const end = (status: number): void => {
    over.abort();
    resolve(status);
  };
  upload.on('error', () => end(0)).on('close', () => end(0));
  upload.on('response', (response) => {
    response.resume().on('end', () => end(response.statusCode ?? 0));
  });
  for (let sent = 0; sent < chunks && !over.signal.aborted; sent++) {
    if (!upload.write(chunk)) await Promise.race([new Promise((drained) => upload.once('drain', drained)), promise]);
  }
  if (!over.signal.aborted) upload.end();
  const status = await promise;
  upload.destroy();
  return status;
}

/** Asks as anybody does until the work is done; how many of the questions failed. */
async function askDuring(stage: ServiceStage, work: Promise<unknown>): Promise<number> {
  const over = new AbortController();
  void work.then(() => over.abort());
  let failed = 0;
  while (!over.signal.aborted) {
    const { status } = await (await stage.client()).send('POST', { message: 'list nodes' });
    if (status !== 200) failed += 1;
    await delay(20);
  }
  await work;
  return failed;
}
