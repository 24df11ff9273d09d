import type { Captures } from '../language/capture.ts';
import type { RuleFact } from '../set/rule-set.ts';
import { renderTemplate, templatePaths } from './template.ts';
import type { Path } from '../condition/path.ts';
import type { Action } from './action.ts';

/**
 * The action with its templates filled in. A property whose whole template gives nothing is left out. Names of tools,
 * steps, causes and models can hold no template: what a rule can do does not depend on what a fact says.
 */
export function renderAction<A extends Action>(action: A, fact: RuleFact, captures: Captures = {}): A {
  return render(action, fact, captures) as A;
}

function render(value: unknown, fact: RuleFact, captures: Captures): unknown {
  if (typeof value === 'string') return renderTemplate(value, fact, captures);
  if (Array.isArray(value)) {
    return value.map((item) => render(item, fact, captures)).filter((item) => item !== undefined);
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, item]) => [key, render(item, fact, captures)] as const)
      .filter(([, item]) => item !== undefined),
  );
}

/** Every path that the templates of the action insert, and where it stands. Throws a plain error for a wrong template. */
export function pathsOfAction(action: unknown, at: readonly (string | number)[] = []): readonly PlacedPath[] {
  if (typeof action === 'string') return templatePaths(action).map((path) => ({ path, at }));
  if (typeof action !== 'object' || action === null) return [];
  return Object.entries(action).flatMap(([key, item]) =>
    pathsOfAction(item, [...at, Array.isArray(action) ? Number(key) : key]),
  );
}

interface PlacedPath {
  readonly path: Path;
  readonly at: readonly (string | number)[];
}
