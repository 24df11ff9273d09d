import { nameOfObject, type Relation } from '@hexaops/core';
import { evidenceOf } from '@hexaops/core/diagnosis';
import { manifestChanges, valueChanges } from '../compare/index.ts';
import type { Unready } from '../readiness/index.ts';
import type { Release } from '../record/index.ts';
import { type OpenedRelease, placeOf, referenceOf } from '../releases/index.ts';
import type { Secrecy } from '../secrecy/index.ts';
import { type BreakingValue, type Broken, breakingValues } from './breaking-values.ts';
import type { ReleaseFact, Source } from './fact.ts';
import { refusalOf } from './refused.ts';
import { shortened, told } from './words.ts';

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

function symptomOf({ what, trouble }: Broken, secrecy: Secrecy): string {
  const words =
    trouble === undefined ? what : `${what}; ${trouble.reason}${trouble.message === '' ? '' : `: ${trouble.message}`}`;
  return shortened(secrecy.text(words));
}
