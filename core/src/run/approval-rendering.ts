import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Change } from '../extension/tool.ts';
import type { ApprovedBytes } from './approval.ts';
import type { Taint } from './evidence.ts';
import type { Provenance } from './plan.ts';
import { visible } from './visible.ts';

/**
 * What a person is shown before approving, line by line, in printable ASCII: every byte that is hashed, in its place, and
 * beside each argument where it comes from. Bytes that differ never render the same, with or without the last line, which
 * is their hash: each value is written as canonical JSON, in which nothing can end a line or look like another one.
 */
export function renderApproval(
  bytes: ApprovedBytes,
  provenance: Readonly<Record<string, Provenance>>,
): readonly string[] {
  const { approval, run, step, summary, changes, dryRun, permissions, ...always } = bytes;
  const { tool, operation, target, parameters, arguments: values, resourceVersion } = always;
  const { subject, workspace, expiresAt, nonce } = always;
  return [
    ...(summary === undefined ? [] : [json(summary)]),
    ...(changes === undefined ? [] : changesText(changes)),
    `operation ${json(operation)} of ${json(target)} by the tool ${json(tool)}`,
    `in the workspace ${json(workspace)} asked for by ${json(subject)}`,
    ...(Object.keys(values).length === 0 ? ['without arguments'] : []),
    ...Object.keys(values)
      .sort()
      .flatMap((name) => [`argument ${json(name)}: ${json(values[name])}`, `  ${originText(provenance, name)}`]),
    `sent to the control plane ${json(parameters)}`,
    resourceVersion === null ? 'the object has no version' : `only while its version is ${json(resourceVersion)}`,
    ...(dryRun === undefined
      ? []
      : [
          dryRun === null
            ? 'it was not tried before'
            : `tried without doing it, the control plane says ${json(dryRun)}`,
        ]),
    `until ${timeText(expiresAt)}`,
    `nonce ${json(nonce)}`,
    ...(approval === undefined ? [] : [`approval ${json(approval)}`]),
    ...(run === undefined ? [] : [`run ${json(run)}`]),
    ...(step === undefined ? [] : [`step ${json(step)}`]),
    ...(permissions === undefined ? [] : [`with the permissions ${json(permissions)}`]),
    `sha256 ${createHash('sha256')
      .update(canonicalize(bytes) ?? '', 'utf8')
      .digest('hex')}`,
  ];
}

function changesText(changes: readonly Change[]): readonly string[] {
  if (changes.length === 0) return ['no field changes'];
  return changes.flatMap((change) => [
    `changes ${json(change.path)}`,
    `  - ${'before' in change ? json(change.before) : 'nothing'}`,
    `  + ${'after' in change ? json(change.after) : 'nothing'}`,
  ]);
}

const trust: Readonly<Record<Taint, string>> = {
  caller: 'asked for',
  trusted: 'set by the service',
  untrusted: 'NOT TRUSTED',
};

function originText(provenance: Readonly<Record<string, Provenance>>, name: string): string {
  const known = Object.hasOwn(provenance, name) ? provenance[name] : undefined;
  if (known === undefined) return `${trust.untrusted}: nobody says where it comes from`;
  return `${trust[known.taint]}: ${visible(known.origin)}`;
}

/** Canonical (RFC 8785), then in ASCII. */
function json(value: unknown): string {
  return visible(canonicalize(value) ?? 'nothing');
}

function timeText(milliseconds: number): string {
  const date = new Date(milliseconds);
  return Number.isInteger(milliseconds) && !Number.isNaN(date.getTime()) ? date.toISOString() : json(milliseconds);
}
