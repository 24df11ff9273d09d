import type { Hit, Hits } from './hits.ts';

/** What the test tells the process that it has started, and what that answers. */
export type Command = { readonly type: 'arm'; readonly target: Hit | undefined } | { readonly type: 'hits' };
export type Answer =
  | { readonly type: 'armed' }
  | { readonly type: 'hits'; readonly hits: readonly Hit[] }
  | { readonly type: 'ready'; readonly url: string };

export function answerCommands(hits: Hits): void {
  process.on('message', (command: Command) => {
    if (command.type === 'arm') {
      hits.arm(command.target);
      tell({ type: 'armed' });
    } else {
      tell({ type: 'hits', hits: hits.recorded });
    }
  });
}

export function tell(answer: Answer): void {
  process.send?.(answer);
}
