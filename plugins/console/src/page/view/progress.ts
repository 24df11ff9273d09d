import type { ShownRun } from '../conversation/conversation.ts';

/** In one short sentence, how it goes: also what is read aloud while it goes on. */
export function progressOf({ state, connection }: ShownRun): string {
  if (connection === 'lost') return 'The connection is lost; it goes on, and so does this page as soon as it can.';
  switch (state.status) {
    case 'sending':
      return 'Sending…';
    case 'cancelled':
      return 'Cancelled.';
    case 'suspended':
      return state.waiting?.kind === 'approval' ? 'Waiting for your decision.' : '';
    case 'running': {
      if (state.steps.length === 0) return 'Planning…';
      const done = state.steps.filter(({ milliseconds }) => milliseconds !== undefined).length;
      return done === state.steps.length ? 'Putting it together…' : `${done} of ${state.steps.length} steps are done…`;
    }
    default:
      return '';
  }
}
