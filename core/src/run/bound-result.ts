import { HexaopsError } from '../errors.ts';
import type { Preview, ToolResult, UnavailableSource } from '../extension/tool.ts';
import type { Finding, ObjectReference, Remedy } from './finding.ts';
import { plainCopy } from './plain.ts';

/** How much of one tool's result a run keeps, beside its evidence. Counts, characters and bytes as JSON in UTF-8. */
const limits = Object.freeze({
  evidence: 256,
  findings: 200,
  findingBytes: 262_144,
  sentence: 2_000,
  name: 300,
  references: 32,
  remedyBytes: 16_384,
  valueBytes: 65_536,
  unavailable: 64,
  changesBytes: 131_072,
});

/**
 * A tool's result as the run keeps it: plain, frozen and bounded, so that no answer of a cluster, however large, makes a run
 * that nobody can load. What is left out is named among the sources that could not be read.
 */
export function boundResult(result: ToolResult, tool: string): ToolResult {
  const { evidence, findings, value, unavailable = [] } = result;
  // Lists are cut before they are copied: a copy of all that a hostile source sends may be too large to be made.
  const kept = findings && boundFindings(plainCopy(findings.slice(0, limits.findings)));
  const plainValue = plainCopy(value);
  const keepsValue = plainValue !== undefined && bytes(plainValue) <= limits.valueBytes;
  const left = [
    ...leftOut(evidence.length - limits.evidence, 'pieces of evidence'),
    ...leftOut((findings?.length ?? 0) - (kept?.length ?? 0), 'findings'),
    ...(plainValue === undefined || keepsValue ? [] : ['the value is larger than a run keeps']),
    ...leftOut(unavailable.length - limits.unavailable, 'unavailable sources'),
  ];
  return {
    evidence: plainCopy(evidence.slice(0, limits.evidence)),
    ...(kept === undefined ? {} : { findings: kept }),
    ...(keepsValue ? { value: plainValue } : {}),
    unavailable: [
      ...plainCopy(unavailable.slice(0, limits.unavailable)).map(boundSource),
      ...left.map((reason) => ({ source: tool, reason })),
    ],
  };
}

/** Text of at most so many characters, which says where it was cut. */
export function cutText(text: string, maximum: number = limits.sentence): string {
  return text.length <= maximum ? text : `${text.slice(0, maximum).toWellFormed()}...`;
}

/** A preview as an approval keeps it. Nothing of its changes may be left out, so too many raise `result-too-large`. */
export function boundPreview(preview: Preview): Preview {
  const { summary, resourceVersion, changes, blast } = plainCopy(preview);
  if (bytes(changes) > limits.changesBytes) {
    throw new HexaopsError('result-too-large', 'the change is larger than a person can be asked to approve', {
      nextStep: 'make it in smaller parts',
    });
  }
  return {
    summary: cutText(summary),
    ...(resourceVersion === undefined ? {} : { resourceVersion }),
    changes,
    ...(blast === undefined ? {} : { blast }),
  };
}

function boundFindings(findings: readonly Finding[]): readonly Finding[] {
  let used = 0;
  const bounded = findings.map(boundFinding);
  const end = bounded.findIndex((finding) => (used += bytes(finding)) > limits.findingBytes);
  return end === -1 ? bounded : bounded.slice(0, end);
}

export function boundFinding(finding: Finding): Finding {
  const { cause, object, severity, confidence, summary, evidence, remedy, symptomOf, rule } = finding;
  return {
    cause: cutText(cause, limits.name),
    object: boundObject(object),
    severity,
    confidence: confidence >= 0 ? Math.min(confidence, 1) : 0,
    summary: cutText(summary),
    evidence: evidence.slice(0, limits.references),
    ...(remedy === undefined ? {} : { remedy: boundRemedy(remedy) }),
    ...(symptomOf === undefined ? {} : { symptomOf: boundObject(symptomOf) }),
    ...(rule === undefined ? {} : { rule: cutText(rule, limits.name) }),
  };
}

/** A remedy whose arguments are too large is told and never proposed. */
function boundRemedy({ description, tool, arguments: values }: Remedy): Remedy {
  const told = { description: cutText(description) };
  if (tool === undefined || (values !== undefined && bytes(values) > limits.remedyBytes)) return told;
  return { ...told, tool, ...(values === undefined ? {} : { arguments: values }) };
}

function boundObject({ kind, namespace, name }: ObjectReference): ObjectReference {
  const cut = (text: string) => cutText(text, limits.name);
  return { kind: cut(kind), ...(namespace === undefined ? {} : { namespace: cut(namespace) }), name: cut(name) };
}

function boundSource({ source, reason }: UnavailableSource): UnavailableSource {
  return { source: cutText(source, limits.name), reason: cutText(reason) };
}

function leftOut(count: number, what: string): readonly string[] {
  return count > 0 ? [`${count} more ${what} were left out`] : [];
}

function bytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value), 'utf8');
}
