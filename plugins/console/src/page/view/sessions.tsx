import { useState } from 'react';
import type { SessionEntry } from '../protocol/chat-client.ts';
import { dayOf } from './words.ts';

export interface SessionsProps {
  readonly sessions: readonly SessionEntry[] | undefined;
  readonly current: string | undefined;
  readonly shown: boolean;
  readonly onOpen: (session: string) => void;
  readonly onNew: () => void;
  readonly onRemove: (session: string) => void;
}

export function Sessions({ sessions, current, shown, onOpen, onNew, onRemove }: SessionsProps) {
  const [asked, setAsked] = useState<string>();
  return (
    <nav id="sessions" className={shown ? 'sessions shown' : 'sessions'} aria-label="Conversations">
      <button type="button" className="new" onClick={onNew}>
        <span aria-hidden="true">+ </span>New conversation
      </button>
      {sessions === undefined ? <p className="muted">Looking for your conversations…</p> : null}
      {sessions?.length === 0 ? <p className="muted">No conversations yet.</p> : null}
      <ul>
        {sessions?.map(({ session_id: id, title, last_used_at: time }) => (
          <li key={id} className={id === current ? 'current' : undefined}>
            <button
              type="button"
              className="open"
              aria-current={id === current ? 'true' : undefined}
              onClick={() => onOpen(id)}
            >
              <span className="title">{title}</span>
              <time dateTime={time}>{dayOf(time)}</time>
            </button>
            {asked === id ? (
              <span className="sure">
                <button type="button" autoFocus onClick={() => setAsked(undefined)}>
                  Keep
                </button>
                <button type="button" className="bad" onClick={() => onRemove(id)}>
                  Delete
                </button>
              </span>
            ) : (
              <button
                type="button"
                className="quiet remove"
                aria-label={`Delete “${title}”`}
                onClick={() => setAsked(id)}
              >
                <span aria-hidden="true">×</span>
              </button>
            )}
          </li>
        ))}
      </ul>
    </nav>
  );
}
