import type { FindingAction, Rule, RuleSet } from '../rules/index.ts';

type Finding = FindingAction['finding'];

interface Told {
  readonly rule: Rule;
  readonly finding: Finding;
}

/** The rule sets of stage `diagnose` that come with one worker. */
export interface WorkerCauses {
  readonly worker: string;
  readonly sets: readonly RuleSet[];
}

/** `docs/causes.md`: every cause that the rule sets name, what it means, what tells of it, and what helps. */
export function describeCauses(workers: readonly WorkerCauses[]): string {
  const rules = workers.flatMap(({ sets }) => sets.flatMap((set) => set.rules));
  const told = Map.groupBy(
    rules.flatMap((rule) => findingsOf(rule).map((finding): Told => ({ rule, finding }))),
    ({ finding }) => finding.cause,
  );
  const areas = workers.flatMap(({ worker, sets }) =>
    sets
      .filter((set) => causesOf(set).size > 0)
      .map((set) =>
        [
          `## ${titleOf(set)}`,
          `Named by \`${worker}\`.`,
          ...[...causesOf(set)].map(([cause, meaning]) => describe(cause, meaning, told.get(cause) ?? [])),
        ].join('\n\n'),
      ),
  );
  return `${[introduction, ...areas, ofTimelines].join('\n\n')}\n`;
}

/** The meanings of a set's causes, which stand in its metadata. */
export function causesOf({ metadata }: RuleSet): ReadonlyMap<string, string> {
  const causes: unknown = metadata === undefined ? undefined : Reflect.get(metadata, 'causes');
  return new Map(
    Object.entries(typeof causes === 'object' && causes !== null ? causes : {}).map(([cause, meaning]) => [
      cause,
      String(meaning),
    ]),
  );
}

const introduction = `# Causes

The causes that the workers can name, made from their rules in \`plugins/*/rules/diagnose\`.
A finding carries one of these names, the object that it is about, a confidence between 0 and 1, what shows it, and a
remedy. Where several rules tell of a cause, the most certain that fires counts. A finding is a symptom where something
that its object needs has a more certain finding; a mistake in the definition of the object itself is never one. A finding
of less than 0.6 is left out where a more certain one of the same object is shown by all that shows it.`;

const ofTimelines = `## Time lines

Named by the engine, from what all workers of a [playbook](playbooks.md) saw happen.

### change-before-symptoms

A change was the last one before symptoms began. That it came first does not show that it is the cause: it is never more than 0.55
sure, and nothing is proposed from it.

Told by

- the time line of a run

What helps

- Look at what the change did, and whether taking it back is right.`;

function titleOf({ metadata }: RuleSet): string {
  const name = metadata?.name ?? 'Others';
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function describe(cause: string, meaning: string, told: readonly Told[]): string {
  const signs = told.map(
    ({ rule, finding }) =>
      `- \`${factOf(rule)}\`${rule.description === undefined ? '' : `: ${rule.description}`} (${finding.confidence ?? 0.5})`,
  );
  const remedies = new Set(told.flatMap(({ finding }) => remedyOf(finding)));
  return [
    `### ${cause}`,
    meaning,
    `Told by\n\n${signs.join('\n')}`,
    `What helps\n\n${[...remedies].map((remedy) => `- ${remedy}`).join('\n')}`,
  ].join('\n\n');
}

function factOf({ match }: Rule): string {
  const fact: unknown = match?.['fact'];
  return typeof fact === 'string' ? fact : 'any';
}

function remedyOf({ remedy }: Finding): string[] {
  if (remedy === undefined) return [];
  const description = remedy.description.replaceAll(/\$\{([^}]+)\}/g, '`$1`');
  return [remedy.tool === undefined ? description : `${description} (\`${remedy.tool}\`)`];
}

function findingsOf({ then }: Rule): readonly Finding[] {
  return then.flatMap((action) => ('finding' in action ? [action.finding] : []));
}
