import { type CompiledRules, renderAction } from '../rules/index.ts';
import type { ObjectReference } from '../run/finding.ts';
import { keyOfObject } from './object-key.ts';
import type { ShownFact, ShownFinding } from './shown-fact.ts';

/** Pieces that one finding cites. */
const mostEvidence = 8;

/**
 * What the rules of stage `diagnose` find in the facts: one finding for a cause of an object, the most certain, with the
 * evidence of all. The rules of a workspace count where it is named.
 */
export function findingsOf<Source extends string>(
  facts: readonly ShownFact<Source>[],
  rules: CompiledRules,
  workspace?: string,
): readonly ShownFinding<Source>[] {
  return merge(facts.flatMap((fact) => findingsOfFact(fact, rules, workspace)));
}

function findingsOfFact<Source extends string>(
  fact: ShownFact<Source>,
  rules: CompiledRules,
  workspace: string | undefined,
): ShownFinding<Source>[] {
  const seen = workspace === undefined ? fact : { ...fact, workspace };
  return rules.fired('diagnose', seen).flatMap(({ id, actions }) =>
    actions.map((action): ShownFinding<Source> => {
      const { cause, object, severity, confidence, summary, remedy } = renderAction(action, fact).finding;
      return {
        cause,
        object: isReference(object) ? object : fact.object,
        severity: severity ?? 'warning',
        confidence: confidence ?? 0.5,
        summary: summary ?? cause,
        evidence: fact.evidence,
        ...(remedy === undefined ? {} : { remedy }),
        rule: id,
      };
    }),
  );
}

function isReference(value: unknown): value is ObjectReference {
  return typeof value === 'object' && value !== null && 'kind' in value && 'name' in value;
}

function merge<Source extends string>(findings: readonly ShownFinding<Source>[]): ShownFinding<Source>[] {
  const merged = new Map<string, ShownFinding<Source>>();
  for (const finding of findings) {
    const key = `${finding.cause} ${keyOfObject(finding.object)}`;
    const known = merged.get(key);
    const [best, other] =
      known === undefined || finding.confidence > known.confidence ? [finding, known] : [known, finding];
    const texts = new Set(best.evidence.map(({ text }) => text));
    const more = (other?.evidence ?? []).filter(({ text }) => !texts.has(text));
    merged.set(key, { ...best, evidence: [...best.evidence, ...more].slice(0, mostEvidence) });
  }
  return [...merged.values()];
}
