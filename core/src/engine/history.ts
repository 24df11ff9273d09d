import type { RunEvent } from '../run/events.ts';
import type { HistoryEntry } from './types.ts';

/** What was said in a run, in order: the person's words, and what was answered or asked back. */
export function historyOf(events: readonly RunEvent[]): readonly HistoryEntry[] {
  return events.flatMap((event): HistoryEntry[] => {
    const said = (role: HistoryEntry['role'], content: string) => [
      { run: event.run, role, content, timestamp: event.time },
    ];
    if (event.type === 'run-started') return said('user', event.input);
    if (event.type === 'input-received') return said('user', event.value);
    if (event.type === 'answer') return said('assistant', event.text);
    if (event.type === 'input-required') return said('assistant', event.question);
    return [];
  });
}
