import { HexaopsError } from '../errors.ts';
import type { Preview, Tool, ToolResult, UnavailableSource } from '../extension/tool.ts';
import { boundPieces } from './bound-pieces.ts';
import { fitting, jsonBytes } from './bytes.ts';
import { cutText } from './cut-text.ts';
import type { Finding, ObjectReference, Relation, Remedy } from './finding.ts';
import { howToAsk } from './how-to-ask.ts';
import type { Moment } from './moment.ts';
import { plainCopy } from './plain.ts';

/** How much of one tool's result a run keeps. Counts, characters and bytes as JSON in UTF-8. */
const limits = Object.freeze({
  evidence: 256,
  findings: 200,
  name: 300,
  references: 32,
  remedyBytes: 16_384,
  moments: 200,
  moment: 300,
  relations: 500,
  unavailable: 64,
  reason: 500,
  changesBytes: 131_072,
});

/** Of a result's bytes, how much each part may take at most; evidence takes what the others leave. */
const parts = Object.freeze({ findings: 1 / 2, value: 1 / 4, moments: 1 / 16, unavailable: 1 / 16 });

/** Of the bytes that the other parts leave, how much relations take at most. */
const shareOfRelations = 1 / 8;

/** Bytes of the sentences that say what was left out, and of the names of the parts. */
const roomForLeftOut = 700;

/** The least that a result may be given: below it there is no room to say what was left out. */
export const leastResultBytes = 4_096;

/**
 * A tool's result as the run keeps it: plain, frozen, and within `byteCap` bytes, at least `leastResultBytes`, so that no
 * answer of a cluster, however large, makes a run that nobody can load, and no plugin can. What is left out is named: in the
 * piece of evidence that was cut, or among the sources that could not be read; but for relations, which are no reading.
 */
export function boundResult(result: ToolResult, tool: Pick<Tool, 'name' | 'input'>, byteCap: number): ToolResult {
  const { evidence, findings, relations, moments, value, unavailable = [] } = result;
  // Lists are cut before they are copied: a copy of all that a hostile source sends may be too large to be made.
  const keptFindings =
    findings && boundFindings(plainCopy(findings.slice(0, limits.findings)), byteCap * parts.findings);
  const keptMoments =
    moments && fitting(boundMoments(plainCopy(moments.slice(0, limits.moments))), byteCap * parts.moments);
  const keptUnavailable = fitting(
    plainCopy(unavailable.slice(0, limits.unavailable)).map(boundSource),
    byteCap * parts.unavailable,
  );
  const plainValue = plainCopy(value);
  const keepsValue = plainValue !== undefined && jsonBytes(plainValue) <= byteCap * parts.value;
  const kept: { -readonly [Part in keyof ToolResult]: ToolResult[Part] } = {
    evidence: [],
    unavailable: keptUnavailable,
  };
  if (keptFindings !== undefined) kept.findings = keptFindings;
  if (keptMoments !== undefined) kept.moments = keptMoments;
  if (keepsValue) kept.value = plainValue;
  const taken = jsonBytes(kept) + roomForLeftOut;
  const keptRelations = fitting(
    plainCopy((relations ?? []).slice(0, limits.relations)).map(boundRelation),
    Math.max(0, byteCap - taken) * shareOfRelations,
  );
  const room = byteCap - taken - (keptRelations.length === 0 ? 0 : jsonBytes(keptRelations));
  const pieces = boundPieces(plainCopy(evidence.slice(0, limits.evidence)), room, () => howToAsk(tool));
  const left = [
    leftOut(evidence.length - pieces.length, 'pieces of evidence'),
    leftOut((findings?.length ?? 0) - (keptFindings?.length ?? 0), 'findings'),
    leftOut((moments?.length ?? 0) - (keptMoments?.length ?? 0), 'moments'),
    plainValue === undefined || keepsValue ? undefined : 'the value is larger than a run keeps',
    leftOut(unavailable.length - keptUnavailable.length, 'unavailable sources'),
  ].filter((reason) => reason !== undefined);
  kept.evidence = pieces;
  if (keptRelations.length > 0) kept.relations = keptRelations;
  if (left.length > 0) {
    const source = cutText(tool.name, 60);
    kept.unavailable = [...keptUnavailable, ...left.map((reason) => ({ source, reason }))];
  }
  return kept;
}

/** A preview as an approval keeps it. Nothing of its changes may be left out, so too many raise `result-too-large`. */
export function boundPreview(preview: Preview): Preview {
  const { summary, resourceVersion, changes, blast, unchanged } = plainCopy(preview);
  if (jsonBytes(changes) > limits.changesBytes) {
    throw new HexaopsError('result-too-large', 'the change is larger than a person can be asked to approve', {
      nextStep: 'make it in smaller parts',
    });
  }
  return {
    summary: cutText(summary),
    ...(resourceVersion === undefined ? {} : { resourceVersion }),
    changes,
    ...(blast === undefined ? {} : { blast }),
    ...(unchanged === true ? { unchanged } : {}),
  };
}

function boundFindings(findings: readonly Finding[], byteCap: number): readonly Finding[] {
  return fitting(findings.map(boundFinding), byteCap);
}

export function boundFinding(finding: Finding): Finding {
  const { cause, object, severity, confidence, summary, evidence, remedy, symptomOf, ownFault, rule } = finding;
  return {
    cause: cutText(cause, limits.name),
    object: boundObject(object),
    severity,
    confidence: confidence >= 0 ? Math.min(confidence, 1) : 0,
    summary: cutText(summary),
    evidence: evidence.slice(0, limits.references),
    ...(remedy === undefined ? {} : { remedy: boundRemedy(remedy) }),
    ...(symptomOf === undefined ? {} : { symptomOf: boundObject(symptomOf) }),
    ...(ownFault === true ? { ownFault } : {}),
    ...(rule === undefined ? {} : { rule: cutText(rule, limits.name) }),
  };
}

/** The last time that a date can have. */
const lastInstant = 8.64e15;

/** What happened at no instant that there is was no moment. */
function boundMoments(moments: readonly Moment[]): readonly Moment[] {
  return moments
    .filter(({ at }) => Number.isFinite(at) && Math.abs(at) <= lastInstant)
    .map(({ at, precision = 0, kind, what, object, evidence }) => ({
      at: Math.trunc(at),
      ...(precision > 0 && precision <= lastInstant ? { precision } : {}),
      kind,
      what: cutText(what, limits.moment),
      ...(object === undefined ? {} : { object: boundObject(object) }),
      evidence: evidence.slice(0, limits.references),
    }));
}

/** A remedy whose arguments are too large is told and never proposed. */
function boundRemedy({ description, tool, arguments: values }: Remedy): Remedy {
  const told = { description: cutText(description) };
  if (tool === undefined || (values !== undefined && jsonBytes(values) > limits.remedyBytes)) return told;
  return { ...told, tool, ...(values === undefined ? {} : { arguments: values }) };
}

function boundObject({ kind, namespace, name }: ObjectReference): ObjectReference {
  const cut = (text: string) => cutText(text, limits.name);
  return { kind: cut(kind), ...(namespace === undefined ? {} : { namespace: cut(namespace) }), name: cut(name) };
}

function boundRelation({ from, to, relation }: Relation): Relation {
  return { from: boundObject(from), to: boundObject(to), relation: cutText(relation, limits.name) };
}

function boundSource({ source, reason }: UnavailableSource): UnavailableSource {
  return { source: cutText(source, limits.name), reason: cutText(reason, limits.reason) };
}

function leftOut(count: number, what: string): string | undefined {
  return count > 0 ? `${count} more ${what} were left out` : undefined;
}
