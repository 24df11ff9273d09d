import { isJsonObject } from '../json.ts';
import type { KubernetesObject } from './object.ts';
import { KubernetesError } from './status.ts';

export type ObjectPredicate = (object: KubernetesObject) => boolean;

/** Equality, existence and set requirements, joined by commas: `app=web,tier!=db,zone in (a,b),!legacy`. */
export function parseLabelSelector(text: string): ObjectPredicate {
  const requirements = splitOutsideParentheses(text).map(parseLabelRequirement);
  return (object) => requirements.every((holds) => holds(object.metadata.labels ?? {}));
}

/** `path=value`, `path==value` and `path!=value`, joined by commas. A missing field equals the empty string. */
export function parseFieldSelector(text: string): ObjectPredicate {
  const requirements = text
    .split(',')
    .filter((part) => part.trim() !== '')
    .map((part) => {
      const [, path, operator, value] = /^\s*([\w.-]+)\s*(==|=|!=)\s*(.*?)\s*$/.exec(part) ?? [];
      if (path === undefined || value === undefined) {
        throw new KubernetesError(400, `invalid selector: '${part}'; can't understand it`);
      }
      return (object: KubernetesObject) => (fieldText(object, path) === value) === (operator !== '!=');
    });
  return (object) => requirements.every((holds) => holds(object));
}

type Labels = Readonly<Record<string, string>>;

function parseLabelRequirement(text: string): (labels: Labels) => boolean {
  const [, setKey, setOperator, members] = /^([\w./-]+)\s+(in|notin)\s+\(([^()]*)\)$/.exec(text) ?? [];
  if (setKey !== undefined && members !== undefined) {
    const values = new Set(members.split(',').map((value) => value.trim()));
    return (labels) => {
      const value = labels[setKey];
      return setOperator === 'in'
        ? value !== undefined && values.has(value)
        : value === undefined || !values.has(value);
    };
  }
  const [, key, operator, value] = /^([\w./-]+)\s*(==|=|!=)\s*([\w.-]*)$/.exec(text) ?? [];
  if (key !== undefined && value !== undefined) {
    return operator === '!=' ? (labels) => labels[key] !== value : (labels) => labels[key] === value;
  }
  const [, negation, named] = /^(!?)\s*([\w./-]+)$/.exec(text) ?? [];
  if (named !== undefined) return (labels) => named in labels === (negation !== '!');
  throw new KubernetesError(400, `unable to parse requirement: '${text}'`);
}

function splitOutsideParentheses(text: string): string[] {
  return text
    .split(/,(?![^(]*\))/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function fieldText(object: KubernetesObject, path: string): string {
  let value: unknown = object;
  for (const key of path.split('.')) value = isJsonObject(value) ? value[key] : undefined;
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
