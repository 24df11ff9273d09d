import { defineReadTool, type EvidenceDraft, HexaopsError, measured, type ReadTool } from '@hexaops/core';
import type { Claim } from '../../cluster/objects.ts';
import { keyOfClaim } from '../../cluster/storage-cluster.ts';
import { indexStorage, type StorageIndex } from '../../facts/storage-index.ts';
import { type Measured, measure, type Storage, usualWindows } from '../../storage.ts';
import { fullnessInWords } from '../../usage/fullness.ts';
import { millisecondsOf, nameArgument, namespaceArgument, sinceArgument, workerName } from '../arguments.ts';
import { tableEvidence } from '../presentation.ts';

const kinds = ['PersistentVolumeClaim', 'StatefulSet', 'Deployment', 'DaemonSet', 'CronJob'] as const;
/** Series of one chart. */
const mostCharted = 8;

export function forecastVolumes(storage: Storage): ReadTool {
  return defineReadTool({
    name: 'forecast-volumes',
    description: 'Says when volumes will be full: of the workspace, of one claim, or of the claims of one workload.',
    worker: workerName,
    input: {
      type: 'object',
      additionalProperties: false,
      properties: {
        namespace: namespaceArgument,
        kind: { enum: kinds },
        name: { ...nameArgument, description: 'Full name of a claim or a workload; its kind goes with it.' },
        since: sinceArgument,
      },
    },
    async execute({ namespace, kind = 'PersistentVolumeClaim', name, since }, context) {
      const windows = since === undefined ? usualWindows : [millisecondsOf(since)];
      const [state, measurements] = await Promise.all([
        storage.cluster.state(namespace, context),
        measure(storage, { namespace, claim: kind === 'PersistentVolumeClaim' ? name : undefined }, windows, context),
      ]);
      const index = indexStorage(state);
      const claims = name === undefined ? state.claims : claimsOf(index, kind, name);
      const told = claims.map((claim) => describe(claim, measurements)).toSorted((a, b) => a.order - b.order);
      const first = told.find(({ order }) => Number.isFinite(order));
      return {
        evidence: [
          tableEvidence(
            {
              source: measurements.usageReading?.source ?? state.source,
              query: [
                state.queryOf('PersistentVolumeClaim'),
                measurements.usageReading?.query ?? '',
                measurements.growth?.query ?? '',
              ]
                .join('\n')
                .trim(),
              title: `when volumes will be full${name === undefined ? '' : `: ${kind} ${name}`}`,
              table: {
                columns: ['claim', 'size', 'used', 'full %', 'what its growth tells'],
                rows: told.map(({ row }) => row),
              },
              remedy: 'ask with one "namespace", or with one "name"',
            },
            context,
          ),
          ...chartOf(claims, measurements),
        ],
        value: {
          count: claims.length,
          ...(first === undefined
            ? {}
            : { first: { claim: first.row[0], seconds: Math.round(first.order), confidence: first.confidence } }),
        },
        unavailable: [...state.unavailable, ...measurements.unavailable],
      };
    },
  });
}

/** Raises `not-found` where there is no claim of the name, or none that the workload uses. */
function claimsOf(index: StorageIndex, kind: (typeof kinds)[number], name: string): readonly Claim[] {
  const { claims } = index.state;
  const found =
    kind === 'PersistentVolumeClaim'
      ? claims.filter((claim) => claim.name === name)
      : claims.filter((claim) => index.templatesOf(claim).some((each) => each.kind === kind && each.name === name));
  if (found.length > 0) return found;
  const what = kind === 'PersistentVolumeClaim' ? `there is no ${kind} ${name}` : `${kind} ${name} uses no claim`;
  throw new HexaopsError('not-found', what, { nextStep: 'ask for the list of claims' });
}

interface Told {
  readonly row: readonly (string | number | null)[];
  /** Seconds until it is full; infinite where that is not known. */
  readonly order: number;
  readonly confidence: number;
}

function describe(claim: Claim, { usage, fullness, usageReading }: Measured): Told {
  const key = keyOfClaim(claim);
  const [used, grows] = [usage.get(key), fullness.get(key)];
  const size = (claim.capacity ?? claim.requested).text;
  if (used === undefined || grows === undefined) {
    const why =
      usageReading === undefined
        ? 'how full it is is not known'
        : 'it is not measured: no pod mounts it, or its storage does not tell';
    return { row: [key, size, null, null, why], order: Infinity, confidence: 0 };
  }
  const forecast = grows.kind === 'full-in' ? grows.forecast : undefined;
  return {
    row: [key, size, measured(used.usedBytes, 'bytes'), Math.round(used.share * 1000) / 10, fullnessInWords(grows)],
    order: forecast?.seconds ?? Infinity,
    confidence: forecast?.confidence ?? 0,
  };
}

function chartOf(claims: readonly Claim[], { growth }: Measured): readonly EvidenceDraft[] {
  if (growth === undefined) return [];
  const shown = claims
    .map((claim) => ({ name: keyOfClaim(claim), points: growth.byClaim.get(keyOfClaim(claim)) ?? [] }))
    .filter(({ points }) => points.length > 0);
  if (shown.length === 0) return [];
  const series = shown.slice(0, mostCharted).map(({ name, points }) => ({
    name,
    points: points.map(([time, value]) => [time, Number.isFinite(value) ? value : null] as const),
  }));
  const left = shown.length - series.length;
  return [
    {
      source: growth.source,
      query: growth.query,
      title: 'bytes that are used',
      timeRange: { from: new Date(growth.from).toISOString(), to: new Date(growth.to).toISOString() },
      content: { kind: 'series', unit: 'bytes', series },
      more: 'ask with one "name", or a shorter "since"',
      ...(left > 0 ? { truncated: true, omitted: `${left} more claims; ask with one "namespace" or "name"` } : {}),
    },
  ];
}
