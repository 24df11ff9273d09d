import type { Capture } from '../language/capture.ts';
import { type Path, parsePath, readPath } from '../condition/path.ts';
import type { RuleFact } from '../set/rule-set.ts';

/**
 * What placeholders may name beside the fact: captures as a rule fired with them, or what they were resolved to. Of an
 * object, `${workload}` is the name; `${workload.kind}` and `${workload.namespace}` are its other parts.
 */
export type CaptureValues = Readonly<Record<string, unknown>>;

const placeholder = /\$\$\{|\$\{([^}]*)\}/g;

/** The paths that a template inserts. Throws a plain error for a placeholder that is no path. */
export function templatePaths(template: string): readonly Path[] {
  return [...template.matchAll(placeholder)]
    .filter(([, name]) => name !== undefined)
    .map(([whole, name = '']) => {
      const path = parsePath(name.trim());
      if (path === undefined) throw new Error(`"${whole}" holds no path`);
      return path;
    });
}

/**
 * Inserts captures and values of the fact. A template that is one placeholder gives the value itself, with its type, and
 * undefined where there is none. In a longer text what is missing becomes `(unknown)`. What is inserted is never read as
 * a template again. `$${` stands for `${`.
 */
export function renderTemplate(template: string, fact: RuleFact, captures: CaptureValues): unknown {
  const single = /^\$\{([^}]*)\}$/.exec(template);
  if (single !== null) return valueAt(single[1] ?? '', fact, captures);
  return template.replace(placeholder, (_, name: string | undefined) => {
    if (name === undefined) return '${';
    const value = valueAt(name, fact, captures);
    if (value === undefined || value === null) return '(unknown)';
    return typeof value === 'string' ? value : JSON.stringify(value);
  });
}

function valueAt(name: string, fact: RuleFact, captures: CaptureValues): unknown {
  const path = parsePath(name.trim());
  const [first = '', ...rest] = path ?? [];
  if (!Object.hasOwn(captures, first)) return path && readPath(fact, path);
  const value = captures[first];
  if (isCapture(value)) {
    return rest.length === 0 ? value.value : readPath({ ...value, ...('object' in value ? value.object : {}) }, rest);
  }
  return rest.length === 0 && isReference(value) ? value.name : readPath({ value }, ['value', ...rest]);
}

function isCapture(value: unknown): value is Capture {
  return (
    typeof value === 'object' && value !== null && ['type', 'raw', 'value'].every((key) => Object.hasOwn(value, key))
  );
}

function isReference(value: unknown): value is { readonly name: string } {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.hasOwn(value, 'kind') &&
    typeof (value as { name?: unknown }).name === 'string'
  );
}
