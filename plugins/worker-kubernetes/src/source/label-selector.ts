import { HexaopsError } from '@hexaops/core';

type Labels = Readonly<Record<string, string | undefined>>;

const requirement = /^(!)?\s*([^\s=!,()]+)\s*(?:(==|=|!=)\s*([^\s=!,()]*)|\s(in|notin)\s*\(([^()]*)\))?$/;

/** `kubectl`'s selectors: `a=b`, `a!=b`, `a`, `!a`, `a in (b,c)`, `a notin (b,c)`. Raises `input-invalid` for others. */
export function labelMatcher(selector: string): (labels: Labels) => boolean {
  if (selector.length > 1000 || !/^[A-Za-z0-9_./=!,() -]+$/.test(selector)) refuse(selector);
  const tests = selector.split(/,(?![^(]*\))/).map((part) => testOf(part.trim()) ?? refuse(selector));
  return (labels) => tests.every((test) => test(labels));
}

function testOf(text: string): ((labels: Labels) => boolean) | undefined {
  const [match, not, key, operator, value, set, values] = requirement.exec(text) ?? [];
  if (match === undefined || key === undefined) return undefined;
  const has = (labels: Labels) => Object.hasOwn(labels, key);
  if (set !== undefined) {
    const listed = new Set((values ?? '').split(',').map((element) => element.trim()));
    const isIn = (labels: Labels) => has(labels) && listed.has(labels[key] ?? '');
    return set === 'in' ? isIn : (labels) => !isIn(labels);
  }
  if (operator === undefined) return not === undefined ? has : (labels) => !has(labels);
  if (not !== undefined) return undefined;
  return operator === '!='
    ? (labels) => labels[key] !== value || !has(labels)
    : (labels) => has(labels) && labels[key] === value;
}

function refuse(selector: string): never {
  throw new HexaopsError('input-invalid', 'the label selector is not valid', {
    nextStep: 'write it as kubectl does: app=cart,tier!=cache',
    details: { selector: selector.slice(0, 100) },
  });
}
