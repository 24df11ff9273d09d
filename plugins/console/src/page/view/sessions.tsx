import { useRef, useState } from 'react';
import type { SessionListState } from '../conversation/session-list.ts';
import { sentencesOf } from './failure.tsx';
import { dayOf } from './words.ts';

export interface SessionsProps {
  readonly list: SessionListState;
  readonly current: string | undefined;
  readonly shown: boolean;
  readonly onOpen: (session: string) => void;
  readonly onNew: () => void;
  readonly onAskAgain: () => void;
  readonly onRemove: (session: string) => void;
}

export function Sessions({ list, current, shown, onOpen, onNew, onAskAgain, onRemove }: SessionsProps) {
  const { sessions, failure, goesOn } = list;
  const [asked, setAsked] = useState<string>();
  const [kept, setKept] = useState<string>();
  const first = useRef<HTMLButtonElement>(null);
  const keep = (id: string) => {
    setAsked(undefined);
    setKept(id);
  };
  const remove = (id: string) => {
    first.current?.focus();
    onRemove(id);
  };
  return (
    <nav id="sessions" className={shown ? 'sessions shown' : 'sessions'} aria-label="Conversations">
      <button type="button" ref={first} className="new" onClick={onNew}>
        <span aria-hidden="true">+ </span>New conversation
      </button>
      {failure === undefined ? null : (
        <div className="unlisted">
          <p role="status">
            Your conversations could not be listed. {sentencesOf(failure)}
            {goesOn ? ' This page keeps trying.' : ''}
          </p>
          <button type="button" onClick={onAskAgain}>
            Try again
          </button>
        </div>
      )}
      {sessions === undefined && failure === undefined ? (
        <p className="muted">Looking for your conversations…</p>
      ) : null}
      {sessions?.length === 0 ? <p className="muted">No conversations yet.</p> : null}
      <ul>
        {sessions?.map(({ session_id: id, title, last_used_at: time }) => (
          <li key={id} className={id === current ? 'current' : undefined}>
            <button
              type="button"
              className="open"
              title={title}
              aria-current={id === current ? 'true' : undefined}
              onClick={() => onOpen(id)}
            >
              <span className="title">{title}</span>
              <time dateTime={time}>{dayOf(time)}</time>
            </button>
            {asked === id ? (
              <span className="sure" onKeyDown={({ key }) => key === 'Escape' && keep(id)}>
                <button type="button" autoFocus onClick={() => keep(id)}>
                  Keep
                </button>
                <button type="button" className="bad" onClick={() => remove(id)}>
                  Delete
                </button>
              </span>
            ) : (
              <button
                type="button"
                className="quiet remove"
                autoFocus={kept === id}
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
