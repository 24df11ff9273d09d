import { parseQuantity } from '@hexaops/core';
import { type Json, textOf } from '../record/index.ts';

/** Where Kubernetes has quantities, which it writes in one way: `0.25` becomes `250m`. */
const quantities =
  /(^|[.\]])(requests|limits|hard|capacity|allocatable|overhead|min|max|default|defaultRequest|maxLimitRequestRatio)[.[]|(sizeLimit|averageValue|storage|divisor)$/;

/** Whether a live value is what the manifest says, as Kubernetes would have kept it. */
export function isSameScalar(wanted: Json, live: Json, path: string): boolean {
  if (Object.is(wanted, live) || textOf(wanted) === textOf(live)) return true;
  if (!quantities.test(path)) return false;
  const [left, right] = [wanted, live].map((value) => quantityOf(value));
  return left !== undefined && right !== undefined && Math.abs(left - right) <= Math.abs(left) * 1e-9;
}

/** Values that Kubernetes leaves out when it keeps an object. */
export function isEmpty(value: Json): boolean {
  if (value === null || value === '' || value === false || value === 0) return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

function quantityOf(value: Json): number | undefined {
  return typeof value === 'string' || typeof value === 'number' ? parseQuantity(String(value)) : undefined;
}
