import type { Tool } from '../extension/tool.ts';

/** Arguments by which the rest of a result can be asked for, as tools name them. */
const paging: ReadonlySet<string> = new Set(['after', 'before', 'cursor', 'offset', 'page', 'skip']);
/** Arguments that make a result smaller. */
const narrowing: ReadonlySet<string> = new Set([
  'application',
  'claim',
  'container',
  'end',
  'from',
  'kind',
  'label',
  'level',
  'limit',
  'lines',
  'match',
  'name',
  'namespace',
  'namespaces',
  'node',
  'object',
  'pod',
  'query',
  'release',
  'search',
  'selector',
  'service',
  'since',
  'start',
  'term',
  'to',
  'trace',
  'until',
  'window',
  'workload',
]);
const mostNamed = 4;

/** How to ask for what was left out of a tool's result, by the arguments that the tool has: `ask with "namespace" or "name"`. */
export function howToAsk({ input }: Pick<Tool, 'input'>): string {
  const properties = input['properties'];
  const names = typeof properties === 'object' && properties !== null ? Object.keys(properties) : [];
  const [pages, parts] = [paging, narrowing].map((known) => names.filter((name) => known.has(name)));
  const told = [...(pages ?? []), ...(parts ?? [])].slice(0, mostNamed).map((name) => `"${name}"`);
  if (told.length === 0) return 'ask for a part of it';
  const last = told.pop() ?? '';
  return `ask again with another ${told.length === 0 ? last : `${told.join(', ')} or ${last}`}`;
}
