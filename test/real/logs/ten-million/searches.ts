import { fakeCaller, type PluginTools } from '@hexaops/core/testing';
import { now, workspace } from './rows.ts';

/** As docs/logs.md recommends. */
export const sources = { 'control-plane': { columns: { pod: 'pod' } } };

export interface Search {
  readonly name: string;
  readonly tool: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** What people search for, from an hour to the whole month. The last kind finds nothing, and has to look everywhere. */
const kinds: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  everything: {},
  'a frequent text': { term: 'from topic orders' },
  'a rare text': { term: 'Connection REFUSED' },
  'a template': { term: 'dial tcp <ip>: connect: <*> refused' },
  'a level': { level: 'error' },
  'a level of a service': { level: 'warning', service: 'payment' },
  'a pod': { pod: 'checkout-7', level: 'error' },
  'one number': { term: 'checkout-BEEF generation 7' },
  'a trace': { trace: '1b9ca4b4d13ca27acbcbd0b0a2ca8b39' },
  'a text that is nowhere': { term: 'certificate has expired' },
};

export const searches: readonly Search[] = Object.entries(kinds).flatMap(([name, input]) =>
  ['1h', '24h', '7d', '31d'].map((since): Search => {
    return { name: `${name}, ${since}`, tool: 'search-logs', input: { ...input, since } };
  }),
);

/** Milliseconds of the call of the tool, and how many lines it gave. */
export async function take(
  tools: PluginTools,
  { tool, input }: Search,
): Promise<{ milliseconds: number; lines: number }> {
  const started = performance.now();
  const { value } = await tools.call(tool, input, { caller: fakeCaller({ workspace }), now: () => now });
  const lines = (value as { readonly lines: number }).lines;
  return { milliseconds: performance.now() - started, lines };
}

export function percentile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? NaN;
}
