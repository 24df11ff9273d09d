import { type Evidence, type Finding, nameOfObject, type UnavailableSource } from '@hexaops/core';
import pico from 'picocolors';

export interface Diagnosis {
  readonly findings: readonly Finding[];
  readonly evidence: readonly Evidence[];
  readonly unavailable: readonly UnavailableSource[];
}

/** For people: the likeliest root cause first, each with what shows it and what would mend it. */
export function findingsText({ findings, evidence, unavailable }: Diagnosis, coloured: boolean): string {
  const colours = pico.createColors(coloured);
  const paint = { critical: colours.red, warning: colours.yellow, info: colours.cyan };
  const titles = new Map(evidence.map(({ id, title, query }) => [id, `${title} (${query})`]));
  const blocks = findings.map((finding, index) => {
    const { cause, object, severity, confidence, summary, remedy, symptomOf } = finding;
    const head = `${index + 1}. ${colours.bold(cause)}  ${nameOfObject(object)}  ${paint[severity](severity)}, ${Math.round(confidence * 100)} % sure`;
    return [
      head,
      `   ${summary}`,
      ...(symptomOf === undefined ? [] : [`   follows from ${nameOfObject(symptomOf)}`]),
      ...finding.evidence.slice(0, 4).map((id) => colours.dim(`   - ${titles.get(String(id)) ?? String(id)}`)),
      ...(remedy === undefined ? [] : [`   ${colours.green('mend')}: ${remedy.description}`]),
    ].join('\n');
  });
  const unread = unavailable.map(({ source, reason }) => `   - ${source}: ${reason}`);
  return [
    ...(blocks.length === 0 ? ['Nothing wrong was found in what could be read.'] : blocks),
    ...(unread.length === 0 ? [] : [`Could not be read:\n${unread.join('\n')}`]),
  ].join('\n\n');
}

/** The stable form for programs. */
export function findingsJson({ findings, evidence, unavailable }: Diagnosis): object {
  const byId = new Map(evidence.map((item) => [item.id, item]));
  return {
    findings: findings.map(({ cause, object, severity, confidence, summary, remedy, symptomOf, rule, ...finding }) => ({
      cause,
      object: object.kind === 'Namespace' ? `namespace/${object.name}` : `${object.kind.toLowerCase()}/${object.name}`,
      namespace: object.namespace ?? null,
      severity,
      confidence,
      summary,
      evidence: finding.evidence.map((id) => byId.get(String(id)) ?? { id }),
      ...(remedy === undefined ? {} : { remedy }),
      ...(symptomOf === undefined ? {} : { symptomOf }),
      ...(rule === undefined ? {} : { rule }),
    })),
    unavailable,
  };
}
