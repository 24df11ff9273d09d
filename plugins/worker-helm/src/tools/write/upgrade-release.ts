import { isDeepStrictEqual } from 'node:util';
import { type Change, defineWriteTool, HexaopsError, nameOfObject, readUntil, type WriteTool } from '@hexaops/core';
import { effectiveValues, type ObjectChange, valueAt, withValues } from '../../compare/index.ts';
import { valueLinks } from '../../diagnosis/index.ts';
import { isObject, type Json, type JsonObject, type Release, textOf } from '../../record/index.ts';
import {
  isWhole,
  type OpenedRelease,
  openReleases,
  placeOf,
  type ReleaseRecords,
  requireWhole,
} from '../../releases/index.ts';
import { isSecretKey } from '../../secrecy/index.ts';
import { namespaceArgument, releaseArgument, workerName } from '../arguments.ts';
import { revisionsEvidence } from '../presentation/tables.ts';
import { blastOf } from './blast.ts';
import { harmOf } from './harm.ts';
import { requireSettled, versionOf } from './target.ts';

const revisionPath = 'revision';

export function upgradeRelease(records: ReleaseRecords): WriteTool {
  return defineWriteTool({
    name: 'upgrade-release',
    description: 'Sets values of a Helm release, with the chart that it has: a new revision.',
    worker: workerName,
    input: {
      type: 'object',
      additionalProperties: false,
      required: ['namespace', 'name', 'values'],
      properties: {
        namespace: namespaceArgument,
        name: releaseArgument,
        values: {
          type: 'array',
          minItems: 1,
          maxItems: 50,
          description: 'Values that are not named stay.',
          items: {
            type: 'object',
            additionalProperties: false,
            required: ['path', 'value'],
            properties: {
              path: {
                type: 'string',
                pattern: '^[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*$',
                maxLength: 300,
                description: 'As `image.tag`.',
              },
              value: {
                type: ['string', 'number', 'boolean', 'null'],
                maxLength: 2000,
                description: 'null takes away what was set.',
              },
            },
          },
        },
      },
    },
    operation: ({ namespace, name, values }) => ({
      operation: 'upgrade_release',
      target: `release/${namespace}/${name}`,
      parameters: { namespace, name, values: byPath(values) },
    }),
    async preview({ namespace, name, values }, context) {
      refuseSecrets(values.map(({ path }) => path));
      const read = await records.history(context, namespace, name);
      requireSettled(read.latest);
      const current = requireWhole(read.latest);
      const { opened, secrecy } = openReleases([current]);
      const before = effectiveValues(current);
      refuseOtherTypes(byPath(values), before);
      const changes = Object.entries(byPath(values)).map(([path, after]): Change => ({
        path: `values.${path}`,
        before: secrecy.value(path, valueAt(before, path) ?? null),
        after,
      }));
      const touched = touchedBy(byPath(values), opened[0]);
      const places = touched.map(({ object }) => nameOfObject(placeOf(object, current)));
      const where = places.length === 0 ? 'no object that the templates tell of' : places.slice(0, 5).join(', ');
      return {
        summary: `Release ${namespace}/${name} (chart ${secrecy.text(`${current.chart.name}-${current.chart.version}`)}) gets ${count(changes.length)} and a new revision after ${current.revision}; its templates use them in ${where}.`,
        changes: [{ path: revisionPath, before: current.revision, after: 'a new one' }, ...changes],
        resourceVersion: versionOf(current),
        blast: await blastOf(records.reader, touched, namespace, context),
      };
    },
    async verify({ namespace, name, values }, context, outcome) {
      const isSet = (release: Release) => {
        const seen = effectiveValues(release);
        return Object.entries(byPath(values)).every(([path, value]) =>
          isDeepStrictEqual(valueAt(seen, path), value === null ? valueAt(release.chart.values, path) : value),
        );
      };
      const read = await readUntil(
        () => records.history(context, namespace, name),
        ({ latest }) => isWhole(latest) && isSet(latest) && latest.status === 'deployed',
        context,
      );
      const { latest } = read;
      const { secrecy } = openReleases(isWhole(latest) ? [latest] : []);
      const evidence = [
        revisionsEvidence(read, [latest], [secrecy], {
          title: `release ${namespace}/${name}, read back`,
          byteCap: context.byteCap,
          remedy: 'ask for its history',
        }),
      ];
      const what = `Release ${namespace}/${name}`;
      if (isWhole(latest) && isSet(latest)) {
        return {
          state: latest.status === 'failed' ? 'unknown' : 'applied',
          summary: `${what} is at revision ${latest.revision} (${latest.status}), with these values.`,
          evidence,
          ...(await harmOf(records, latest, context)),
        };
      }
      // An operation that has not ended may still bring it about.
      const state = outcome === undefined && !latest.status.startsWith('pending') ? 'not-applied' : 'unknown';
      return {
        state,
        summary: `${what} is at revision ${latest.revision} (${latest.status}), without these values.`,
        evidence,
      };
    },
    inverse({ namespace, name }, { changes }) {
      const before = changes.find(({ path }) => path === revisionPath)?.before;
      if (typeof before !== 'number') return undefined;
      return { tool: 'rollback-release', arguments: { namespace, name, revision: before } };
    },
  });
}

/** As `helm --set` reads them: to a template the text "false" is something, and so true. */
function read(value: Json): Json {
  return value === 'true' ? true : value === 'false' ? false : value;
}

/** The last one counts where a path stands twice. */
function byPath(values: readonly { readonly path: string; readonly value: Json }[]): Readonly<Record<string, Json>> {
  return Object.fromEntries(values.map(({ path, value }) => [path, read(value)]));
}

/** A secret that is written here would stand in the conversation, the approval and the audit. Raises `arguments-invalid`. */
function refuseSecrets(paths: readonly string[]): void {
  const secret = paths.find((path) => path.split('.').some((key) => isSecretKey(key, false)));
  if (secret === undefined) return;
  throw new HexaopsError('arguments-invalid', `the value "${secret}" is a secret by its name: it is not set here`, {
    nextStep: 'set it where secrets are kept, and name that Secret in the values',
  });
}

/** A text in the place of a number or of a whole section is a slip more than a wish. Raises `arguments-invalid`. */
function refuseOtherTypes(values: Readonly<Record<string, Json>>, before: JsonObject): void {
  for (const [path, value] of Object.entries(values)) {
    const present = valueAt(before, path);
    if (value === null || present === undefined || present === null || typeof value === typeof present) continue;
    const kind = isObject(present) ? 'a section of values' : Array.isArray(present) ? 'a list' : `a ${typeof present}`;
    throw new HexaopsError('arguments-invalid', `the value "${path}" is ${kind} now, and no ${typeof value}`, {
      nextStep:
        typeof present === 'string'
          ? `write a text in quotes: "${textOf(value)}"`
          : 'name one value in full, and give it another of the same type',
    });
  }
}

/** The objects whose templates use the values: what they become is not known before Helm renders them. */
function touchedBy(values: Readonly<Record<string, Json>>, opened: OpenedRelease | undefined): readonly ObjectChange[] {
  if (opened === undefined) return [];
  const { release, objects } = opened;
  const before = effectiveValues(release);
  const after = effectiveValues({ chart: release.chart, values: withValues(release.values, values) });
  const changed = Object.keys(values).map((path) => ({
    path,
    before: valueAt(before, path) ?? null,
    after: valueAt(after, path) ?? null,
    origin: 'set' as const,
  }));
  const field = { path: 'spec.template', before: null, after: null };
  return objects
    .filter((object) => valueLinks(field, changed, object, release.chart.templates).length > 0)
    .map((object) => ({ how: 'changed', object, fields: [field] }));
}

function count(values: number): string {
  return values === 1 ? 'one other value' : `${values} other values`;
}
