import { nameOfObject } from '../../run/finding.ts';
import type { RunState } from '../../run/state.ts';
import { inert, inertCell } from '../wording/inert.ts';
import { hasFailed } from '../wording/failed.ts';
import { cite, join, type Wording } from '../wording/wording.ts';
import { type Account, accountOf, clockSkew } from './account.ts';
import type { Suspicion } from './suspicion.ts';
import type { TimelineEntry } from './timeline.ts';
import { instantInWords, spanInWords } from './words.ts';

/** Lines of the table; those nearest to what came first are kept. */
const mostRows = 20;
/** Beside the first suspicion. */
const mostOthers = 2;

/** What came first, why that is said, and the time line. Empty where the plan asks for none. */
export function wordTimeline(state: RunState): Wording {
  const account = accountOf(state);
  if (account === undefined) return { text: '', citations: [] };
  const [first, ...others] = account.suspicions;
  return join([
    first === undefined ? withoutSuspicion(account) : wordSuspicion(first, account),
    ...others.slice(0, mostOthers).map(wordOther),
    wordTable(account.timeline, first),
    wordMissing(state),
  ]);
}

/** An answer begins with the time line where that tells of any trouble. */
export function timelineLeads(state: RunState): boolean {
  return accountOf(state)?.timeline.some(({ kind }) => kind === 'symptom') ?? false;
}

/** Evidence that the time line tells in full: each of its rows is an entry. */
export function toldByTimeline(state: RunState): ReadonlySet<string> {
  const entries = accountOf(state)?.timeline ?? [];
  if (entries.length > mostRows) return new Set();
  const rows = new Map(
    state.evidence.map(({ id, content }) => [id, content.kind === 'table' ? content.rows.length : Infinity]),
  );
  const told = Map.groupBy(
    entries.flatMap(({ evidence }) => evidence),
    (id) => id,
  );
  return new Set([...told].filter(([id, all]) => all.length >= (rows.get(id) ?? Infinity)).map(([id]) => id));
}

function wordSuspicion(suspicion: Suspicion, { request, timeline }: Account): Wording {
  const { changes, symptom, orderIsSure, confidence } = suspicion;
  const [first, ...rest] = changes;
  const distance = spanInWords(symptom.at - first.at);
  const when = orderIsSure ? `${distance} before the first symptom` : 'at about the time of the first symptom';
  const lines = [
    cite(`**The change that came first: ${describe(first)}, ${when}.**`, first.evidence),
    cite(`First symptom, at ${instantInWords(symptom.at)} UTC: ${describe(symptom)}.`, symptom.evidence),
    ...(rest.length === 0
      ? []
      : [
          cite(
            `With it: ${rest.slice(0, 3).map(describe).join('; ')}${rest.length > 3 ? `; and ${rest.length - 3} more` : ''}.`,
            rest.flatMap(({ evidence }) => evidence),
          ),
        ]),
  ];
  const earlier = timeline.find(({ kind }) => kind === 'symptom');
  const caveats = [
    `It is the last change in the ${spanInWords(request.window)} before`,
    orderIsSure
      ? undefined
      : `which of the two came first is not known, as clocks differ by up to ${spanInWords(clockSkew)} and some times are coarse`,
    earlier === undefined || earlier === symptom
      ? undefined
      : `symptoms from ${instantInWords(earlier.at)} UTC on had no change before them`,
    `that it came first does not show that it is the cause: ${Math.round(confidence * 100)} % sure`,
  ].filter((caveat) => caveat !== undefined);
  lines.push({ text: `${caveats.join('; ')}.`, citations: [] });
  return { text: lines.map(({ text }) => text).join('\n'), citations: lines.flatMap(({ citations }) => citations) };
}

function wordOther({ changes: [first], symptom }: Suspicion): Wording {
  return cite(
    `Symptoms began again at ${instantInWords(symptom.at)} UTC (${describe(symptom)}); the change before them: ${describe(first)}.`,
    [...symptom.evidence, ...first.evidence],
  );
}

/** Says what is missing: neither an all-clear nor a verdict. */
function withoutSuspicion({ timeline, request: { window } }: Account): Wording {
  const symptom = timeline.find(({ kind }) => kind === 'symptom');
  const changes = timeline.filter(({ kind }) => kind === 'change');
  if (symptom !== undefined) {
    const none =
      changes.length === 0 ? 'no change was seen' : `no change was seen in the ${spanInWords(window)} before`;
    const text = `First symptom, at ${instantInWords(symptom.at)} UTC: ${describe(symptom)}; ${none}.`;
    return cite(text, symptom.evidence);
  }
  const last = changes.at(-1);
  if (last === undefined) return { text: 'No change was seen, and no symptom with a time.', citations: [] };
  const text = `No symptom with a time was seen. The last change, at ${instantInWords(last.at)} UTC: ${describe(last)}.`;
  return cite(text, last.evidence);
}

function wordTable(timeline: readonly TimelineEntry[], suspicion: Suspicion | undefined): Wording {
  if (timeline.length === 0) return { text: '', citations: [] };
  const { shown, before, after } = around(timeline, suspicion);
  const marked = new Set<TimelineEntry>(suspicion?.changes);
  const rows = shown.map((entry) => {
    const { at, kind, what, object, sources } = entry;
    const mark = marked.has(entry) ? '→ ' : '';
    const where = object === undefined ? '' : nameOfObject(object);
    return `| ${[instantInWords(at), `${mark}${kind}`, inertCell(where), inertCell(what), inertCell(sources.join(', '))].join(' | ')} |`;
  });
  const left = [...(before > 0 ? [`${before} earlier`] : []), ...(after > 0 ? [`${after} later`] : [])];
  const more = left.length === 0 ? '' : `\n\n...and ${left.join(' and ')} in the evidence.`;
  const head = '| time (UTC) | kind | where | what | seen by |\n| --- | --- | --- | --- | --- |';
  return { text: `${head}\n${rows.join('\n')}${more}`, citations: [] };
}

/** What would be on the time line, had it been read: without it another change may seem to have come first. */
function wordMissing({ steps, plan }: RunState): Wording {
  const unread = [...steps.values()]
    .filter((each) => each.step.effect === 'read' && hasFailed(each))
    .map(({ step }) => step.tool);
  const tools = [...new Set([...unread, ...(plan?.leftOut ?? []).map(({ tool }) => tool)])];
  if (tools.length === 0) return { text: '', citations: [] };
  const text = `This time line is without what ${tools.join(', ')} would tell, so that something else may have come first.`;
  return { text, citations: [] };
}

/** The part of a long time line that the verdict is about; without a verdict its end. */
function around(timeline: readonly TimelineEntry[], suspicion: Suspicion | undefined) {
  const place = suspicion === undefined ? timeline.length : timeline.indexOf(suspicion.changes[0]) - 4;
  const start = Math.max(0, Math.min(place, timeline.length - mostRows));
  const shown = timeline.slice(start, start + mostRows);
  return { shown, before: start, after: timeline.length - start - shown.length };
}

function describe({ what, object }: TimelineEntry): string {
  return inert(object === undefined ? what : `${nameOfObject(object)}: ${what}`);
}
