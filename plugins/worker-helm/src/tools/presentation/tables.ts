import { boundedTable, type EvidenceDraft, nameOfObject } from '@hexaops/core';
import type { ObjectChange, ValueChange } from '../../compare/index.ts';
import { told } from '../../diagnosis/index.ts';
import type { DriftedObject } from '../../drift/index.ts';
import { isWhole, placeOf, type Records, type Revision } from '../../releases/index.ts';
import type { Release } from '../../record/index.ts';
import type { Secrecy } from '../../secrecy/index.ts';

export interface About {
  readonly title: string;
  readonly byteCap: number;
  /** How to ask for what does not fit. */
  readonly remedy: string;
}

type Asked = Pick<Records, 'source' | 'query'>;

/** Revisions, one a row, with Helm's own words on how each went. `secrecies` are those of the rows. */
export function revisionsEvidence(
  asked: Asked,
  revisions: readonly Revision[],
  secrecies: readonly Secrecy[],
  about: About,
): EvidenceDraft {
  const columns = ['namespace', 'release', 'revision', 'status', 'chart', 'app version', 'updated', 'description'];
  const rows = revisions.map((revision, index) => {
    const { namespace, name, revision: number, status } = revision;
    const secrecy = secrecies[index];
    if (!isWhole(revision) || secrecy === undefined)
      return [namespace, name, number, status, null, null, null, isWhole(revision) ? '' : revision.reason];
    const { chart, deployedAt, description } = revision;
    return [
      namespace,
      name,
      number,
      status,
      secrecy.text(`${chart.name}-${chart.version}`),
      chart.appVersion === undefined ? null : secrecy.text(chart.appVersion),
      deployedAt === undefined ? null : new Date(deployedAt).toISOString(),
      secrecy.text(description).replaceAll(/\s+/g, ' ').slice(0, 300),
    ];
  });
  return table(asked, { columns, rows }, about);
}

export function valuesEvidence(
  asked: Asked,
  changes: readonly ValueChange[],
  secrecy: Secrecy,
  about: About,
): EvidenceDraft {
  const rows = changes.map(({ path, before, after, origin }) => [
    path,
    told(secrecy.value(path, before)),
    told(secrecy.value(path, after)),
    origin === 'set' ? 'set for the release' : 'default of the chart',
  ]);
  return table(asked, { columns: ['value', 'before', 'after', 'origin'], rows }, about);
}

export function manifestEvidence(
  asked: Asked,
  changes: readonly ObjectChange[],
  release: Release,
  secrecy: Secrecy,
  about: About,
): EvidenceDraft {
  const rows = changes.flatMap(({ how, object, fields }) => {
    const name = nameOfObject(placeOf(object, release));
    if (how !== 'changed') return [[name, how, null, null]];
    return fields.map(({ path, before, after }) => [
      name,
      path,
      told(secrecy.field(object.kind, path, before)),
      told(secrecy.field(object.kind, path, after)),
    ]);
  });
  return table(asked, { columns: ['object', 'field', 'before', 'after'], rows }, about);
}

export function driftEvidence(
  asked: Asked,
  drifted: readonly DriftedObject[],
  release: Release,
  secrecy: Secrecy,
  about: About,
): EvidenceDraft {
  const rows = drifted.flatMap(({ object, isMissing, fields }) => {
    const name = nameOfObject(placeOf(object, release));
    if (isMissing) return [[name, 'missing in the cluster', null, null, null]];
    return fields.map(({ path, wanted, live, author }) => [
      name,
      path,
      told(secrecy.field(object.kind, path, wanted)),
      told(secrecy.field(object.kind, path, live)),
      author === undefined ? null : `${author.manager}${author.time === undefined ? '' : ` at ${author.time}`}`,
    ]);
  });
  return table(asked, { columns: ['object', 'field', 'release', 'cluster', 'set by'], rows }, about);
}

function table(
  { source, query }: Asked,
  content: Parameters<typeof boundedTable>[0],
  { title, byteCap, remedy }: About,
): EvidenceDraft {
  return { source, query, title, ...boundedTable(content, byteCap, remedy) };
}
