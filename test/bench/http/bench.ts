import type { Bench } from '../support/contract.ts';
import { nameOfPeer } from '../support/peer.ts';
import { format, formatSummary } from '../support/statistics.ts';
import { measureIdleSessions } from './idle-sessions.ts';
import { measureNeighbour } from './neighbour.ts';
import { measureOpenStreams } from './open-streams.ts';
import { question, streamedQuestion } from './question.ts';
import { answersOf } from './right-answers.ts';
import { amplyLimited, defaultLimited, Stage } from './stage.ts';
import { type Kind, race } from './throughput.ts';

const kinds: readonly Kind[] = [
  { name: 'authenticated no-op', request: { path: '/auth/validate' }, count: 4_000, rounds: 15 },
  { name: 'question, answered by rules', request: question, count: 300, rounds: 5 },
  { name: 'the same as a stream', request: streamedQuestion, count: 300, rounds: 5 },
];
const openStreams = 10_000;
const idleSessions = 3_000;

const bench: Bench = async () => {
  await using stage = await Stage.start(2_000);
  const hexaops = await stage.service(amplyLimited);
  const [token = ''] = await stage.tokens({ count: 1 });
  const { reply, frames } = await answersOf(await hexaops.ask<string>('url'), token);
  const bare = await stage.program('bare-koa', { controlPlane: stage.controlPlaneUrl, reply, frames });
  const client = await stage.program('load');
  const contestants = [
    { name: 'Hexaops', program: hexaops },
    { name: bareName, program: bare },
  ];
  const lines: string[] = [];
  const ratios: number[] = [];
  for (const kind of kinds) {
    const results = await race(stage, client, contestants, kind);
    for (const [name, { requestsPerSecond, p99, processor }] of results) {
      lines.push(
        `| ${kind.name} | ${name} | ${formatSummary(requestsPerSecond)} | ${formatSummary(p99)} | ${formatSummary(processor)} |`,
      );
    }
    const [ours, theirs] = contestants.map(({ name }) => results.get(name)?.requestsPerSecond.median ?? Number.NaN);
    ratios.push((ours ?? Number.NaN) / (theirs ?? Number.NaN));
  }
  const sessions = await measureIdleSessions(stage, client, hexaops, idleSessions);
  const streams = await measureOpenStreams(stage, hexaops, openStreams);
  const { alone, beside, attack } = await measureNeighbour(stage, await stage.service(defaultLimited));
  const figures = {
    throughputVsBareKoa: ratios[0] ?? Number.NaN,
    openStreams: streams.open,
    streamBytes: streams.residentBytes,
    streamHeldBytes: streams.heldBytes,
    idleSessionBytes: sessions.residentBytes,
    idleSessionHeldBytes: sessions.heldBytes,
    noisyNeighbourP99Ratio: beside.median / alone.median,
  };
  const report = `${about}

| request | who | requests per second: median (lowest–highest) | 99th percentile, ms | processor, µs each |
|---|---|---|---|---|
${lines.join('\n')}

The 99th percentile of a question of a quiet workspace is ${formatSummary(alone)} ms alone, and ${formatSummary(beside)} ms
while fifty connections of another workspace ask as fast as they are answered, with the default limits: ${Object.entries(
    attack,
  )
    .map(([status, count]) => `${format(count)} times ${status}`)
    .join(', ')}.

${Object.entries(figures)
  .map(([name, value]) => `- ${name}: ${format(value)}`)
  .join('\n')}`;
  return { report, figures };
};

export default bench;

const bareName = `${nameOfPeer('koa')} and ${nameOfPeer('jose')} alone`;

const about = `The whole service, with its default store on disk and a reference control plane in a process of its own, beside Koa with jose and
nothing else: the same JWKS, the same claims checked. Each request has a token of its own (RS256, 2048 bits) that the server has
not seen before, and nothing remembers one. The no-op is \`POST /auth/validate\`. Koa alone answers a question with the bytes that
Hexaops answered, and does nothing for them. The client (${nameOfPeer('autocannon')}, 32 connections) is a process of its own; whoever
is compared is measured in turn, in every round. Limits count, and refuse nobody; the log goes to a file. A stream is one of a
run of its own that goes on; a session is idle when its question is answered. Memory is that of the process, after a collection;
"held" is its heap alone.`;
