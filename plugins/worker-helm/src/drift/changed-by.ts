import { isObject, type Json } from '../record/index.ts';

export interface Author {
  /** The program that has set the field, as it calls itself: `kubectl-edit`. */
  readonly manager: string;
  /** RFC 3339. */
  readonly time: string | undefined;
}

/**
 * Who has set a field of a live object last, by what the API server has noted (`metadata.managedFields`, whose members are
 * `f:NAME` and, of lists, `k:{"name":"server"}`). Undefined where nobody is noted.
 */
export function changedBy(managedFields: Json | undefined, path: string): Author | undefined {
  if (!Array.isArray(managedFields)) return undefined;
  const authors = (managedFields as readonly Json[]).flatMap((entry): readonly Author[] => {
    if (!isObject(entry) || typeof entry['manager'] !== 'string' || !isObject(entry['fieldsV1'])) return [];
    if (!holds(entry['fieldsV1'], segmentsOf(path))) return [];
    return [{ manager: entry['manager'], time: typeof entry['time'] === 'string' ? entry['time'] : undefined }];
  });
  return authors.toSorted((left, right) => (right.time ?? '').localeCompare(left.time ?? ''))[0];
}

/** Whether the noted fields reach the path; an entry without members owns all that is below it. */
function holds(fields: Json, segments: readonly string[]): boolean {
  const [first, ...rest] = segments;
  if (first === undefined) return true;
  if (!isObject(fields)) return false;
  if (first.startsWith('[')) {
    const name = first.slice(1, -1).replace(/^name=/, '');
    return Object.entries(fields).some(
      ([key, member]) => key.startsWith('k:') && key.includes(JSON.stringify(name)) && holds(member, rest),
    );
  }
  const member = fields[`f:${first}`];
  if (member === undefined) return false;
  return isObject(member) && Object.keys(member).length === 0 ? true : holds(member, rest);
}

function segmentsOf(path: string): readonly string[] {
  return [...path.matchAll(/\["((?:[^"\\]|\\.)*)"\]|(\[[^\]]*\])|([^.[\]]+)/g)].map(
    ([, quoted, element, plain]) => quoted ?? element ?? plain ?? '',
  );
}
