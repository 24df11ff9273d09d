import { isDeepStrictEqual } from 'node:util';
import { type Change, defineWriteTool, HexaopsError, nameOfObject, readUntil, type WriteTool } from '@hexaops/core';
import { manifestChanges, valueChanges } from '../../compare/index.ts';
import { told } from '../../diagnosis/index.ts';
import type { Release } from '../../record/index.ts';
import {
  openReleases,
  placeOf,
  type Records,
  type ReleaseRecords,
  requireWhole,
  type Revision,
} from '../../releases/index.ts';
import { namespaceArgument, releaseArgument, revisionArgument, workerName } from '../arguments.ts';
import { revisionsEvidence } from '../presentation/tables.ts';
import { earlierThan, revisionOf } from '../revisions.ts';
import { blastOf } from './blast.ts';
import { harmOf } from './harm.ts';
import { requireSettled, versionOf } from './target.ts';

const revisionPath = 'revision';

export function rollBackRelease(records: ReleaseRecords): WriteTool {
  return defineWriteTool({
    name: 'rollback-release',
    description:
      'Rolls a Helm release back to an earlier revision, which becomes a new one: to the newest that was in use before, unless told.',
    worker: workerName,
    input: {
      type: 'object',
      additionalProperties: false,
      required: ['namespace', 'name'],
      properties: {
        namespace: namespaceArgument,
        name: releaseArgument,
        revision: revisionArgument('The revision to go back to.'),
      },
    },
    operation: ({ namespace, name, revision }) => ({
      operation: 'roll_back_release',
      target: `release/${namespace}/${name}`,
      parameters: { namespace, name, ...(revision !== undefined && { revision }) },
    }),
    async preview({ namespace, name, revision }, context) {
      const read = await records.history(context, namespace, name);
      requireSettled(read.latest);
      const current = requireWhole(read.latest);
      const wanted = chooseRevision(read, current, revision);
      const { opened, secrecy } = openReleases([current, wanted]);
      const [from, to] = opened;
      const objects = manifestChanges(from?.objects ?? [], to?.objects ?? []);
      const changes: readonly Change[] = [
        { path: revisionPath, before: current.revision, after: wanted.revision },
        ...(current.chart.version === wanted.chart.version
          ? []
          : [
              { path: 'chart', before: secrecy.text(current.chart.version), after: secrecy.text(wanted.chart.version) },
            ]),
        ...valueChanges(current, wanted).map(({ path, before, after }) => ({
          path: `values.${path}`,
          before: secrecy.value(path, before),
          after: secrecy.value(path, after),
        })),
        ...objects.flatMap(({ how, object, fields }): Change[] => {
          const place = nameOfObject(placeOf(object, wanted));
          if (how === 'added') return [{ path: place, before: null, after: 'created again' }];
          if (how === 'removed') return [{ path: place, before: 'there', after: null }];
          return fields.map(({ path, before, after }) => ({
            path: `${place} ${path}`,
            before: secrecy.field(object.kind, path, before),
            after: secrecy.field(object.kind, path, after),
          }));
        }),
      ];
      return {
        summary: `Release ${namespace}/${name} goes from revision ${current.revision} (${current.status}) back to what revision ${wanted.revision} was; ${count(objects.length)}.`,
        changes,
        resourceVersion: `${versionOf(current)} to ${versionOf(wanted)}`,
        blast: await blastOf(records.reader, objects, namespace, context),
      };
    },
    async verify({ namespace, name, revision }, context, outcome) {
      const read = await readUntil(
        () => records.history(context, namespace, name),
        ({ latest, revisions }) => isRolledBack(latest, revisions, revision) && latest.status === 'deployed',
        context,
      );
      const { latest } = read;
      const { secrecy } = openReleases('manifest' in latest ? [latest] : []);
      const evidence = [
        revisionsEvidence(read, [latest], [secrecy], {
          title: `release ${namespace}/${name}, read back`,
          byteCap: context.byteCap,
          remedy: 'ask for its history',
        }),
      ];
      const what = `Release ${namespace}/${name}`;
      if (isRolledBack(latest, read.revisions, revision)) {
        const how = latest.status === 'deployed' ? 'deployed' : `not deployed yet: ${latest.status}`;
        return {
          state: latest.status === 'failed' ? 'unknown' : 'applied',
          summary: `${what} is at revision ${latest.revision}, made from an earlier one; it is ${how}.`,
          evidence,
          ...(await harmOf(records, latest, context)),
        };
      }
      // An operation that has not ended may still bring it about.
      const state = outcome === undefined && !latest.status.startsWith('pending') ? 'not-applied' : 'unknown';
      return {
        state,
        summary: `${what} is at revision ${latest.revision} (${latest.status}), and not rolled back.`,
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

/** Raises `not-found`, which names the revisions that there are. */
function chooseRevision(read: Records, current: Release, wanted: number | undefined): Release {
  if (wanted === current.revision) {
    throw new HexaopsError('arguments-invalid', `the release is at revision ${wanted}`, {
      nextStep: 'name an earlier revision',
    });
  }
  const found = wanted === undefined ? earlierThan(read, current) : revisionOf(read, wanted);
  if (found !== undefined) return requireWhole(found);
  throw new HexaopsError(
    'not-found',
    `no revision of ${current.namespace}/${current.name} before ${told(current.revision)} was in use`,
    {
      nextStep: 'set the values that it should have',
    },
  );
}

/** Whether the newest revision was made from an earlier one, the wanted one where one was named. */
function isRolledBack(latest: Revision, revisions: readonly Revision[], wanted: number | undefined): boolean {
  if (!('manifest' in latest)) return false;
  const from = /^Rollback to (\d+)$/.exec(latest.description)?.[1];
  const source = wanted ?? (from === undefined ? undefined : Number(from));
  const earlier = revisions.find(({ revision }) => revision === source);
  if (earlier === undefined || !('manifest' in earlier) || earlier.revision >= latest.revision) return false;
  return latest.manifest === earlier.manifest && isDeepStrictEqual(latest.values, earlier.values);
}

function count(objects: number): string {
  return objects === 1 ? '1 object changes' : `${objects} objects change`;
}
