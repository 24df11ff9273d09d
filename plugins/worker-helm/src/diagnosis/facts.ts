import { nameOfObject, type Relation } from '@hexaops/core';
import { evidenceOf, type ShownFact } from '@hexaops/core/diagnosis';
import { manifestChanges, valueChanges } from '../compare/index.ts';
import type { DriftedObject } from '../drift/index.ts';
import { type Json, type Release, textOf } from '../record/index.ts';
import { type OpenedRelease, placeOf, referenceOf, type Revision, isWhole } from '../releases/index.ts';
import type { Unready } from '../readiness/index.ts';
import type { Secrecy } from '../secrecy/index.ts';
import { type BreakingValue, type Broken, breakingValues } from './breaking-values.ts';
import { refusalOf } from './refused.ts';

/** The ways of looking that findings cite. */
export type Source = 'record' | 'values' | 'object';
export type ReleaseFact = ShownFact<Source>;

const longest = 300;

/** That a revision failed, or that an operation has not ended. */
export function stateFacts(
  revision: Revision,
  earlier: number | undefined,
  secrecy: Secrecy,
  now: number,
): readonly ReleaseFact[] {
  const object = referenceOf(revision);
  const { status, revision: number } = revision;
  const description = isWhole(revision) ? shortened(secrecy.text(revision.description)) : '';
  const told = evidenceOf<Source>(
    'record',
    object,
    `revision ${number}: ${status}${description === '' ? '' : `: ${description}`}`,
  );
  const common = { object, revision: number, status, evidence: [told], ...(earlier !== undefined && { earlier }) };
  if (status === 'failed') return [{ fact: 'release-failed', description, ...common }];
  if (!status.startsWith('pending') && status !== 'uninstalling') return [];
  const since = isWhole(revision) ? revision.deployedAt : undefined;
  const minutes = since === undefined ? undefined : Math.max(0, Math.floor((now - since) / 60_000));
  return [{ fact: 'release-pending', ...common, ...(minutes !== undefined && { minutes }) }];
}

export interface BreakageFacts {
  readonly facts: readonly ReleaseFact[];
  readonly relations: readonly Relation[];
}

/** What of a revision broke its objects, beside the one before that went well. */
export function breakageFacts(
  former: OpenedRelease,
  current: OpenedRelease,
  unready: readonly Unready[],
  secrecy: Secrecy,
): BreakageFacts {
  const values = valueChanges(former.release, current.release);
  const changes = manifestChanges(former.objects, current.objects);
  const refusal = refusalOf(current.release.description, current.objects);
  const broken: readonly Broken[] = [
    ...(refusal === undefined
      ? []
      : [
          {
            object: refusal.object,
            what: `the cluster did not take it: ${refusal.what}`,
            ...(refusal.field !== undefined && { refusedField: refusal.field }),
          },
        ]),
    ...unready.filter(({ isBroken, object }) => isBroken && object !== refusal?.object),
  ];
  const facts = broken.flatMap((each) => {
    const found = breakingValues(each, changes, values, current.release);
    if (found.length > 0) return found.map((value) => valueFact(value, former.release, current.release, secrecy));
    const isChanged = changes.some(
      ({ object }) => object.kind === each.object.kind && object.name === each.object.name,
    );
    return isChanged ? [chartFact(each, former.release, current.release, secrecy)] : [];
  });
  const release = referenceOf(current.release);
  const relations = broken.map(({ object }) => ({
    from: release,
    to: placeOf(object, current.release),
    relation: 'installs',
  }));
  return { facts, relations };
}

function valueFact(
  { broken, link, through, certainty }: BreakingValue,
  former: Release,
  current: Release,
  secrecy: Secrecy,
): ReleaseFact {
  const object = placeOf(broken.object, current);
  const { path } = link.value;
  const before = told(secrecy.value(path, link.value.before));
  const after = told(secrecy.value(path, link.value.after));
  const where = placeOf(through, current);
  const field = `${nameOfObject(where)} ${link.field.path}`;
  const symptom = symptomOf(broken, secrecy);
  return {
    fact: 'value-broke',
    object,
    value: path,
    before,
    after,
    field,
    symptom,
    certainty,
    revision: current.revision,
    earlier: former.revision,
    release: { namespace: current.namespace, name: current.name },
    evidence: [
      evidenceOf<Source>(
        'values',
        referenceOf(current),
        `revision ${current.revision}: ${path} went from ${before} to ${after}`,
      ),
      evidenceOf<Source>('object', object, symptom),
      evidenceOf<Source>('record', referenceOf(current), `revision ${current.revision} changed ${field}`),
    ],
  };
}

function chartFact(broken: Broken, former: Release, current: Release, secrecy: Secrecy): ReleaseFact {
  const object = placeOf(broken.object, current);
  const symptom = symptomOf(broken, secrecy);
  const chart = `${former.chart.version} to ${current.chart.version}`;
  return {
    fact: 'chart-broke',
    object,
    symptom,
    chart,
    revision: current.revision,
    earlier: former.revision,
    release: { namespace: current.namespace, name: current.name },
    evidence: [
      evidenceOf<Source>(
        'record',
        referenceOf(current),
        `revision ${current.revision}: chart ${current.chart.name} ${chart}`,
      ),
      evidenceOf<Source>('object', object, symptom),
    ],
  };
}

/** Objects that are not what the release says. */
export function driftFacts(
  drifted: readonly DriftedObject[],
  release: Release,
  secrecy: Secrecy,
): readonly ReleaseFact[] {
  return drifted.map(({ object: manifest, isMissing, fields }) => {
    const object = placeOf(manifest, release);
    const common = {
      object,
      release: { namespace: release.namespace, name: release.name },
      revision: release.revision,
    };
    const [first] = fields;
    if (isMissing || first === undefined) {
      const evidence = [evidenceOf<Source>('object', object, 'it is in the manifest, and not in the cluster')];
      return { fact: 'release-object-missing', ...common, evidence };
    }
    const author = fields.map((field) => field.author?.manager).find((manager) => manager !== undefined);
    return {
      fact: 'release-drifted',
      ...common,
      count: fields.length,
      field: first.path,
      wanted: told(secrecy.field(manifest.kind, first.path, first.wanted)),
      live: told(secrecy.field(manifest.kind, first.path, first.live)),
      ...(author !== undefined && { author }),
      evidence: fields
        .slice(0, 8)
        .map(({ path, wanted, live }) =>
          evidenceOf<Source>(
            'object',
            object,
            `${path}: the release says ${told(secrecy.field(manifest.kind, path, wanted))}, there is ${told(secrecy.field(manifest.kind, path, live))}`,
          ),
        ),
    };
  });
}

function symptomOf({ what, trouble }: Broken, secrecy: Secrecy): string {
  const words =
    trouble === undefined ? what : `${what}; ${trouble.reason}${trouble.message === '' ? '' : `: ${trouble.message}`}`;
  return shortened(secrecy.text(words));
}

/** A value as one word in a sentence. */
export function told(value: Json): string {
  if (value === null) return 'nothing';
  return shortened(textOf(value), 120);
}

function shortened(text: string, most = longest): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length <= most ? line : `${line.slice(0, most - 1).toWellFormed()}…`;
}
