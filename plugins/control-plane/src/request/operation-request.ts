import { HexaopsError, type Operation } from '@hexaops/core';
import { genericRow, type OperationRow } from './operation-rows.ts';
import type { Request } from './request.ts';
import { fillBody, fillPath, namesIn, segment, type Values } from './template.ts';

/**
 * The request of an operation: by its row, or by the generic form where it has none or the row has no place for one of
 * its parameters. What was approved is sent whole; nothing of it is left out in silence.
 * Raises `arguments-invalid`.
 */
export function operationRequest(
  operation: Operation,
  workspace: string,
  rows: ReadonlyMap<string, OperationRow>,
  genericPath: string,
): Request {
  segment('operation', operation.operation);
  refuseContradiction(operation);
  const row = rows.get(operation.operation);
  const {
    method = 'POST',
    path,
    body,
  } = row !== undefined && carriesAll(row, operation) ? row : genericRow(genericPath);
  const values = valuesOf(operation, workspace);
  return { method, path: fillPath(path, values), body: fillBody(body, values) };
}

function carriesAll(row: OperationRow, { target, parameters }: Operation): boolean {
  if (row.targetKind !== undefined && kindOf(target).toLowerCase() !== row.targetKind) return false;
  const names = namesIn([row.path, row.body]);
  return names.has('parameters') || Object.keys(parameters).every((name) => names.has(name));
}

/** The parameters, and over them what code alone sets. */
function valuesOf({ operation, target, parameters }: Operation, workspace: string): Values {
  const { namespace, name } = partsOf(target);
  return new Map<string, unknown>([
    ...Object.entries(parameters),
    ['target.kind', kindOf(target)],
    ['target.namespace', namespace],
    ['target.name', name],
    ['operation', operation],
    ['parameters', parameters],
    ['workspace', workspace],
  ]);
}

/** People approve the target that they read: the parameters must not name another. */
function refuseContradiction({ target, parameters }: Operation): void {
  const { namespace, name } = partsOf(target);
  const claims = [
    ['namespace', namespace],
    ['name', name],
    [kindOf(target).toLowerCase(), name],
  ] as const;
  for (const [parameter, expected] of claims) {
    const given = Object.hasOwn(parameters, parameter) ? parameters[parameter] : undefined;
    if (expected === undefined || given === undefined || given === expected) continue;
    throw new HexaopsError('arguments-invalid', `the parameter "${parameter}" is not that of the target ${target}`, {
      nextStep: 'plan the operation again, with one object as its target',
    });
  }
}

function kindOf(target: string): string {
  return target.split('/', 1)[0] ?? '';
}

/** Of `kind/namespace/name`; any other form says nothing. */
function partsOf(target: string): { readonly namespace?: string | undefined; readonly name?: string | undefined } {
  const parts = target.split('/');
  return parts.length === 3 ? { namespace: parts[1], name: parts[2] } : {};
}
