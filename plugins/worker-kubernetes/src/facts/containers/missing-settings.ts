import type { ClusterIndex } from '../cluster-index.ts';
import { type ClusterFact, evidenceOf, referenceOf } from '../fact.ts';
import type { Workload } from '../workloads.ts';
import { containersOf, type ContainerView, isCrashing, isReady } from './containers.ts';
import { lastWordsOf } from './last-words.ts';

const quoted = /["'`$]*\{?([a-z0-9_]+)\}?["'`]*/.source;
const lacks =
  /(?: (?:is|was|has))?(?: not (?:been )?(?:set|defined|found|specified|provided)| (?:unset|undefined|missing|required|empty)| (?:must|should|has to|needs to) be (?:set|defined|specified|provided))\b/
    .source;

/** Said of a variable, by that word: any name in capitals is one. */
const ofVariables = [
  new RegExp(`\\b(?:environment variables?|env(?:ironment)? var(?:iable)?s?):? ${quoted}${lacks}`, 'i'),
  new RegExp(
    `(?:missing|required|undefined|unset|no|without)(?: required)? (?:environment|env) var(?:iable)?:? ${quoted}`,
    'i',
  ),
  new RegExp(`(?<![a-z0-9_])${quoted}:? (?:environment|env) var(?:iable)?${lacks}`, 'i'),
];
/** Said of any setting: only names like `DATABASE_URL` are variables. */
const ofSettings = [
  new RegExp(`(?<![a-z0-9_])${quoted}:?${lacks}`, 'i'),
  new RegExp(`missing (?:required )?(?:key|setting|configuration|value|variable)(?: for)?:? ${quoted}`, 'i'),
  new RegExp(`required key ${quoted} missing value`, 'i'),
  new RegExp(
    `(?:must|please|have to|need to) (?:set|specify|provide|define)(?: (?:the|a|an))?(?: value for)?(?: (?:environment|env) var(?:iable)?)? ${quoted}`,
    'i',
  ),
  // Shells, and Spring.
  new RegExp(`(?<![a-z0-9_])${quoted}: (?:unbound variable|parameter (?:null or )?not set)`, 'i'),
  new RegExp(`could not resolve placeholder ${quoted}`, 'i'),
];
/** Python says no more than the name, below the lines that tell where. */
const ofKeys = new RegExp(`^KeyError: ${quoted}$`, 'i');
const readsEnvironment = /\bos\.environ\b|\/os\.py"|<frozen os>/;

/** A program that says so goes on without. */
const harmless =
  /\b(?:warn(?:ing)?|info|debug|notice|trace|optional|default(?:s|ing)?|ignor(?:ed|ing)|disabled|skipping)\b/i;

/**
 * `environment-variable-missing`: a container ends over and over, and its last words are that it wants the variable `name`,
 * which its definition gives no value. What `envFrom` gives is not known; there the program is believed.
 */
export function missingSettingFacts(index: ClusterIndex): ClusterFact[] {
  return index.workloads.flatMap((workload): ClusterFact[] => {
    for (const container of workload.pods.flatMap(containersOf)) {
      if (!isCrashing(container) || isReady(container.pod)) continue;
      const found = missingIn(index, workload, container);
      if (found !== undefined) return [found];
    }
    return [];
  });
}

/** Of a program that has much to say, what it said at its very end. */
const lastLines = 15;

function missingIn(index: ClusterIndex, workload: Workload, container: ContainerView): ClusterFact | undefined {
  const lines = lastWordsOf(index, workload, container)
    .filter((line) => line.trim() !== '' && !harmless.test(line))
    .slice(-lastLines);
  const readsThem = lines.some((line) => readsEnvironment.test(line));
  for (const line of lines.toReversed()) {
    const name = variableIn(line, readsThem);
    if (name === undefined || hasValue(container, name)) continue;
    return {
      fact: 'environment-variable-missing',
      object: workload.object,
      container: container.name,
      name,
      line,
      evidence: [evidenceOf('log', referenceOf(container.pod), line)],
    };
  }
  return undefined;
}

function variableIn(line: string, readsEnvironment: boolean): string | undefined {
  const named = (patterns: readonly RegExp[], isName: RegExp) =>
    patterns.map((pattern) => pattern.exec(line)?.[1]).find((found) => found !== undefined && isName.test(found));
  const plain = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/;
  return (
    named(ofVariables, /^[A-Z][A-Z0-9_]{2,}$/) ??
    named(ofSettings, plain) ??
    (readsEnvironment ? named([ofKeys], /^[A-Z][A-Z0-9_]{2,}$/) : undefined)
  );
}

function hasValue({ spec }: ContainerView, wanted: string): boolean {
  return (spec.env ?? []).some(({ name, value }) => name === wanted && value !== undefined && value !== '');
}
