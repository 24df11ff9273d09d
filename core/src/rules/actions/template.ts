import { type Captures, partsOf } from '../language/capture.ts';
import { type Path, parsePath, readPath } from '../condition/path.ts';
import type { RuleFact } from '../set/rule-set.ts';

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
export function renderTemplate(template: string, fact: RuleFact, captures: Captures): unknown {
  const single = /^\$\{([^}]*)\}$/.exec(template);
  if (single !== null) return valueAt(single[1] ?? '', fact, captures);
  return template.replace(placeholder, (_, name: string | undefined) => {
    if (name === undefined) return '${';
    const value = valueAt(name, fact, captures);
    if (value === undefined || value === null) return '(unknown)';
    return typeof value === 'string' ? value : JSON.stringify(value);
  });
}

function valueAt(name: string, fact: RuleFact, captures: Captures): unknown {
  const path = parsePath(name.trim());
  const [first = '', ...rest] = path ?? [];
  const capture = Object.hasOwn(captures, first) ? captures[first] : undefined;
  if (capture === undefined) return path && readPath(fact, path);
  return rest.length === 0 ? capture.value : readPath(partsOf(capture), rest);
}
