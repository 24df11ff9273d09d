import { type KeyboardEvent, useLayoutEffect, useRef } from 'react';

export interface ComposerProps {
  readonly draft: string;
  readonly busy: boolean;
  /** What is written answers this question. */
  readonly answers: string | undefined;
  /** Only where it answers one: it shall be a question of its own. */
  readonly onLeave: () => void;
  readonly onDraft: (draft: string) => void;
  readonly onAsk: (message: string) => void;
  readonly onCancel: () => void;
}

export function Composer({ draft, busy, answers, onLeave, onDraft, onAsk, onCancel }: ComposerProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  // As high as what is written, also where a line is broken by the width; the style sheet says how high at most.
  useLayoutEffect(() => {
    if (field.current === null) return;
    field.current.style.height = 'auto';
    field.current.style.height = `${field.current.scrollHeight}px`;
  }, [draft]);
  const ready = draft.trim() !== '' && !busy;
  const send = () => ready && onAsk(draft.trim());
  const onKey = (event: KeyboardEvent) => {
    // While a word is being composed, Enter takes it.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };
  const isAnswer = answers !== undefined;
  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {isAnswer ? (
        <div className="answers">
          <p id="answers">
            What you write answers: <strong>{answers}</strong>
          </p>
          <button
            type="button"
            onClick={() => {
              onLeave();
              field.current?.focus();
            }}
          >
            Ask something new instead
          </button>
        </div>
      ) : null}
      <label htmlFor="question" className="unseen">
        {isAnswer ? 'Your answer' : 'Your question'}
      </label>
      <textarea
        id="question"
        ref={field}
        rows={1}
        maxLength={16_000}
        value={draft}
        placeholder={isAnswer ? 'Your answer' : 'Ask a question'}
        aria-describedby={isAnswer ? 'answers' : undefined}
        onChange={(event) => onDraft(event.target.value)}
        onKeyDown={onKey}
      />
      {busy ? (
        <button type="button" onClick={onCancel}>
          Cancel
        </button>
      ) : (
        <button type="submit" className="main" disabled={!ready}>
          {isAnswer ? 'Answer' : 'Ask'}
        </button>
      )}
    </form>
  );
}
