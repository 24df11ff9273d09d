import { Problem } from '../problem.ts';
import type { Effect } from './effect.ts';

export interface Incident {
  readonly id: string;
  readonly workspace: string;
  readonly state: 'open' | 'acknowledged' | 'resolved' | 'escalated';
  readonly comments: readonly { readonly user: string; readonly text: string }[];
}

const stateAfter = {
  acknowledge: 'acknowledged',
  resolve: 'resolved',
  escalate: 'escalated',
  comment: undefined,
} as const;

function isAction(action: string): action is keyof typeof stateAfter {
  return Object.hasOwn(stateAfter, action);
}

/** `{ incident, action, comment? }`. Another workspace's incident is as absent as one that never was. */
export function changeIncident(incidents: Map<string, Incident>, user: string): Effect {
  return async ({ workspace }, parameters) => {
    const id = parameters.text('incident');
    const action = parameters.text('action');
    if (!isAction(action)) throw new Problem(400, `action must be one of ${Object.keys(stateAfter).join(', ')}`);
    const incident = incidents.get(id);
    if (incident === undefined || incident.workspace !== workspace.id)
      throw new Problem(404, `there is no incident ${id}`);
    const text = action === 'comment' ? parameters.text('comment', 'text') : parameters.optionalText('comment', 'text');
    incidents.set(id, {
      ...incident,
      state: stateAfter[action] ?? incident.state,
      comments: text === undefined ? incident.comments : [...incident.comments, { user, text }],
    });
    return { message: `incident ${id}: ${action}` };
  };
}
