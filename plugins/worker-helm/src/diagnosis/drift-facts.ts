import { evidenceOf } from '@hexaops/core/diagnosis';
import type { DriftedObject } from '../drift/index.ts';
import type { Release } from '../record/index.ts';
import { placeOf } from '../releases/index.ts';
import type { Secrecy } from '../secrecy/index.ts';
import type { ReleaseFact, Source } from './fact.ts';
import { told } from './words.ts';

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
