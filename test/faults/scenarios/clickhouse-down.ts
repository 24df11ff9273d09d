import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createAuditClickHouse } from '@hexaops/audit-clickhouse';
import { type AuditSink, auditSinkPoint, storePoint } from '@hexaops/core';
import { collect, lastOf } from '@hexaops/core/testing';
import { createSqlStore, type SqlStore } from '@hexaops/store-sql';
import { type ChdbServer, startChdbServer } from '../../real/clickhouse/chdb-server.ts';
import { statement } from '../../real/clickhouse/statement.ts';
import type { Fault } from '../frame/fault.ts';
import { atLeast, atMost, exactly } from '../frame/figure.ts';
import type { Random } from '../frame/random.ts';
import { VirtualClock } from '../frame/virtual-clock.ts';
import { type EngineStage, openEngineStage } from '../stage/engine-stage.ts';
import { LossyLink } from '../stage/lossy-link.ts';

const minute = 60_000;
const outage = 10 * minute;
/** Of virtual time, after which whatever is still waiting is not delivered. */
const patience = 10 * minute;

/**
 * Changes are made while ClickHouse loses answers, is killed, stays away for ten minutes and loses answers again. What is to
 * be recorded waits in the outbox, on disk, and is delivered by the engine's own job.
 */
export const clickhouseDown: Fault = {
  name: 'clickhouse-down',
  title: 'ClickHouse down 10 minutes',
  async run(random) {
    const directory = await mkdtemp(join(tmpdir(), 'hexaops-audit-'));
    await using cleanUp = new AsyncDisposableStack();
    cleanUp.defer(() => rm(directory, { recursive: true, force: true }));
    let server = await startChdbServer({ path: join(directory, 'clickhouse') });
    cleanUp.defer(() => server[Symbol.asyncDispose]());
    const link = cleanUp.use(await LossyLink.open(server.url));
    const clock = new VirtualClock(Date.UTC(2026, 0, 15, 12));
    const deliveries = new Deliveries(link.url, clock);
    await deliveries.makeTable(server);
    const store = createSqlStore({ path: join(directory, 'store.sqlite') }, { now: clock.now, environment: {} });
    const stage = cleanUp.use(await open(clock, store, deliveries.sink));
    const work = new Work(stage, clock, random, deliveries);

    const losing = () => (random.chance(0.4) ? random.pick(['not taken', 'answer lost'] as const) : 'through');
    link.passage = losing;
    await work.during(random.between(1, 2) * minute);
    await server.kill();
    const [made, refused] = [work.made, work.refused];
    await work.during(outage);
    const duringOutage = work.made - made;
    const refusedInOutage = work.refused - refused;
    server = await startChdbServer({ path: join(directory, 'clickhouse'), port: server.port });
    const up = clock.now();
    await work.during(random.between(1, 2) * minute);
    link.passage = () => 'through';
    const end = clock.now() + patience;
    while ((await store.audit.waiting()).records > 0 && clock.now() < end) await work.pass(1_000);
    const caughtUp = (clock.now() - up) / 1_000;

    const recorded = (await store.audit.records(0, 10_000)).map(({ entry }) => entry.id);
    const arrived = await idsIn(server);
    const known = new Set(arrived);
    return [
      exactly('ids that have not arrived', recorded.filter((id) => !known.has(id)).length, 0),
      exactly('ids that have arrived twice', arrived.length - known.size, 0),
      exactly('ids recorded twice', recorded.length - new Set(recorded).size, 0),
      exactly('ids for each change that was made', recorded.length / work.made, 2),
      exactly('changes refused while it was down', refusedInOutage, 0),
      atLeast('changes made while it was down', duringOutage, 5),
      atLeast('answers lost, whose batch came again', link.lost, 1),
      atMost('everything has arrived, virtual seconds after it is up', caughtUp, 300, 's'),
    ];
  },
};

/** The sink as the plugin makes it, and whether it is at work: the clock must not run on while it is. */
class Deliveries {
  readonly sink: AuditSink;
  readonly #schema: string;
  #underWay = 0;

  constructor(url: string, clock: VirtualClock) {
    const { sink, reader } = createAuditClickHouse({ url, requestSeconds: 5 }, { now: clock.now });
    this.#schema = reader.schema();
    this.sink = {
      id: sink.id,
      deliver: async (batch, signal) => {
        this.#underWay += 1;
        try {
          await sink.deliver(batch, signal);
        } finally {
          this.#underWay -= 1;
        }
      },
    };
  }

  get isAtWork(): boolean {
    return this.#underWay > 0;
  }

  /** As the plugin documents it; accounts are left out. */
  async makeTable(server: ChdbServer): Promise<void> {
    const statements = this.#schema.split(';').map((sql) => sql.trim());
    for (const sql of statements.filter((each) => /^CREATE (?:DATABASE|TABLE)/.test(each)))
      await statement(server.url, sql);
  }
}

/** People who make changes while the clock goes on. */
class Work {
  made = 0;
  refused = 0;
  readonly #stage: EngineStage;
  readonly #clock: VirtualClock;
  readonly #random: Random;
  readonly #deliveries: Deliveries;

  constructor(stage: EngineStage, clock: VirtualClock, random: Random, deliveries: Deliveries) {
    this.#stage = stage;
    this.#clock = clock;
    this.#random = random;
    this.#deliveries = deliveries;
  }

  async during(milliseconds: number): Promise<void> {
    const end = this.#clock.now() + milliseconds;
    while (this.#clock.now() < end) {
      await this.#change();
      await this.pass(this.#random.between(5_000, 90_000));
    }
  }

  /** Step by step, so that what a step has begun is finished within it. */
  async pass(milliseconds: number): Promise<void> {
    const end = this.#clock.now() + milliseconds;
    while (this.#clock.now() < end) {
      await this.#clock.pass(Math.min(500, end - this.#clock.now()));
      while (this.#deliveries.isAtWork) await delay(1);
    }
  }

  async #change(): Promise<void> {
    const { engine, controlPlane } = this.#stage;
    const before = controlPlane.state.operations.length;
    const message = `scale storefront to ${this.#random.between(1, 40)}`;
    const asked = await collect(engine.ask(await this.#stage.caller(), { message }));
    if (asked.at(-1)?.type !== 'approval-required') return;
    const { id, hash } = lastOf(asked, 'approval-required').approval;
    await collect(engine.decide(await this.#stage.caller(), { id, hash, decision: 'approve' }));
    if (controlPlane.state.operations.length === before) this.refused += 1;
    else this.made += 1;
  }
}

function open(clock: VirtualClock, store: SqlStore, sink: AuditSink): Promise<EngineStage> {
  return openEngineStage(clock, {
    register(api) {
      api.contributeFrom(storePoint, [], () => store);
      api.contribute(auditSinkPoint, sink);
      api.tap('ready', () => store.open());
    },
  });
}

async function idsIn(server: ChdbServer): Promise<readonly string[]> {
  const ids = await statement(server.url, `SELECT JSONExtractString(details_json, 'entry', 'id') FROM logs.audit`);
  return ids === '' ? [] : ids.split('\n');
}
