import {
  type ClusterReader,
  HexaopsError,
  type KubernetesObject,
  type MetricReader,
  type MetricSeries,
  type ToolContext,
} from '@hexaops/core';
import { compileRules } from '@hexaops/core/rules';
import { createFakeControlPlane, fakeCaller } from '@hexaops/core/testing';
import { Backups } from '../backups/backups.ts';
import { resources } from '../cluster/resources.ts';
import { StorageCluster } from '../cluster/storage-cluster.ts';
import { settingsOf } from '../configuration.ts';
import { ruleFiles } from '../rule-files.ts';
import type { Storage } from '../storage.ts';
import { VolumeMeter } from '../usage/volume-usage.ts';
import { now } from './objects.ts';

const rules = compileRules(await ruleFiles.load(AbortSignal.timeout(10_000)));
const kindOf = new Map<string, string>(Object.entries(resources).map(([kind, { resource }]) => [resource, kind]));

export function contextOf(byteCap = 65_536): ToolContext {
  const signal = new AbortController().signal;
  return { run: 'r', step: 's', caller: fakeCaller(), signal, byteCap, rules, now: () => now };
}

/** A cluster of these objects. `refused` are plurals of which nothing may be read. */
function clusterOf(objects: readonly KubernetesObject[], refused: readonly string[] = []): ClusterReader {
  return {
    id: 'fake',
    async list({ resource }, { namespace, name }) {
      if (refused.includes(resource)) throw new HexaopsError('forbidden', `nobody may read ${resource}`);
      const items = objects.filter(
        ({ kind, metadata }) =>
          kind === kindOf.get(resource) &&
          (namespace === undefined || metadata.namespace === namespace) &&
          (name === undefined || metadata.name === name),
      );
      return { items, truncated: false, unavailable: [], query: `GET ${resource}`, source: 'fake' };
    },
    async offered({ group, version }) {
      const has = objects.some(({ kind }) => kind === 'VolumeSnapshot');
      return has ? [{ group, version, resource: 'volumesnapshots', kind: 'VolumeSnapshot', namespaced: true }] : [];
    },
  };
}

interface VolumeSeries {
  /** `shop/data-db-0` */
  readonly claim: string;
  /** The present use in bytes, and what it had. */
  readonly used: readonly (readonly [number, number])[];
  readonly capacity: number;
  /** Used, and all. */
  readonly inodes?: readonly [number, number];
}

/** Metrics of these volumes. Expressions are not read but for the metric that they name. */
function metricsOf(volumes: readonly VolumeSeries[]): MetricReader {
  const series = (expression: string, from = -Infinity): MetricSeries[] =>
    volumes.flatMap(({ claim, used, capacity, inodes }) => {
      const [namespace = '', name = ''] = claim.split('/');
      const labels = { namespace, persistentvolumeclaim: name };
      if (!matches(expression, 'namespace', namespace) || !matches(expression, 'persistentvolumeclaim', name))
        return [];
      if (expression.includes('used_bytes')) return [{ labels, points: used.filter(([time]) => time >= from) }];
      if (expression.includes('capacity_bytes')) return [{ labels, points: [[now, capacity] as const] }];
      if (inodes === undefined) return [];
      return [{ labels, points: [[now, inodes[expression.includes('inodes_used') ? 0 : 1]] as const] }];
    });
  return {
    id: 'fake-metrics',
    instant: async (expression) => ({
      query: expression,
      series: series(expression).map(({ labels, points }) => ({ labels, points: points.slice(-1) })),
      left: 0,
    }),
    ask: async () => ({ query: '', series: [], left: 0 }),
    range: async (expression, { from }) => ({ query: expression, series: series(expression, from), left: 0 }),
  };
}

/** Points at even distances until now. */
export function course(values: readonly number[], stepMilliseconds: number): readonly (readonly [number, number])[] {
  return values.map((value, index) => [now - (values.length - 1 - index) * stepMilliseconds, value] as const);
}

export interface StorageParts {
  readonly objects?: readonly KubernetesObject[];
  readonly refused?: readonly string[];
  readonly volumes?: readonly VolumeSeries[];
  /** What the control plane tells of applications; no control plane where undefined. */
  readonly applications?: Readonly<Record<string, unknown>>;
}

export function storageOf({ objects = [], refused, volumes, applications }: StorageParts): Storage {
  const settings = settingsOf({});
  const controlPlane = {
    ...createFakeControlPlane(),
    read: async (_caller: unknown, read: { readonly read: string; readonly application?: string }) => {
      const details = applications?.[read.application ?? ''];
      if (details === undefined)
        throw new HexaopsError('not-found', `there is no application ${read.application ?? ''}`);
      return details;
    },
  };
  return {
    cluster: new StorageCluster(clusterOf(objects, refused)),
    meter: volumes === undefined ? undefined : new VolumeMeter(metricsOf(volumes), settings.metrics),
    backups: applications === undefined ? undefined : new Backups(controlPlane),
    settings,
  };
}

function matches(expression: string, label: string, value: string): boolean {
  const asked = new RegExp(`${label}="([^"]*)"`).exec(expression)?.[1];
  return asked === undefined || asked === value;
}
