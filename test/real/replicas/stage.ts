import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '../kubernetes/servers/process.ts';
import { NginxServer } from '../nginx/nginx-server.ts';
import type { Programs } from '../postgres/programs.ts';
import { PostgresServer } from '../postgres/server.ts';
import { type Crowd, gather } from './crowd.ts';
import { Replica } from './replica.ts';
import { Visitor } from './visitor.ts';

export interface StageOptions {
  readonly workspaces: number;
  readonly peopleInEach: number;
  readonly shutdownSeconds: number;
  /** How long each token lives. */
  readonly tokenSeconds: number;
}

export interface ReplicatedStage extends AsyncDisposable {
  readonly crowd: Crowd;
  readonly databaseUrl: string;
  readonly replicas: readonly [Replica, Replica];
  readonly visitors: readonly Visitor[];
}

/** Two replicas on one Postgres, behind nginx, and everybody who visits them. */
export async function openStage(programs: Programs, options: StageOptions): Promise<ReplicatedStage> {
  await using opened = new AsyncDisposableStack();
  const directory = await mkdtemp(join(tmpdir(), 'hexaops-replicas-'));
  opened.defer(() => rm(directory, { recursive: true, force: true }));
  const postgres = opened.use(await PostgresServer.start(programs));
  const databaseUrl = await postgres.createDatabase();
  const crowd = await gather(options.workspaces, options.peopleInEach);
  opened.use(crowd.controlPlane);
  const [first = 0, second = 0] = await freePorts(2);
  const { shutdownSeconds, tokenSeconds } = options;
  const { namespaces, controlPlane } = crowd;
  const replicaOn = (port: number) =>
    opened.use(
      new Replica({ directory, port, controlPlaneUrl: controlPlane.url, databaseUrl, namespaces, shutdownSeconds }),
    );
  const replicas = [replicaOn(first), replicaOn(second)] as const;
  await Promise.all(replicas.map((replica) => replica.start()));
  const nginx = opened.use(await NginxServer.start([first, second]));
  const leaving = new AbortController();
  opened.defer(() => leaving.abort());
  const visitors = crowd.people.map(
    (person) => new Visitor(nginx.url, controlPlane, person, tokenSeconds, leaving.signal),
  );
  const kept = opened.move();
  return { crowd, databaseUrl, replicas, visitors, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}
