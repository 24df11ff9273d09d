import { type SyntheticEvent, useState } from 'react';
import { ChatFailure } from '../protocol/failure.ts';

export type Rate = (score: 0 | 1, comment?: string) => Promise<void>;

type Told =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'sending' }
  | { readonly kind: 'score'; readonly score: 0 | 1 }
  | { readonly kind: 'comment' }
  | { readonly kind: 'refused'; readonly why: string };

/** Whether it helped, at once; then, for who wants to say more, why. The second takes the place of the first. */
export function Feedback({ onRate }: { readonly onRate: Rate }) {
  const [told, setTold] = useState<Told>({ kind: 'nothing' });
  const tell = (next: Told, score: 0 | 1, comment?: string) => {
    setTold({ kind: 'sending' });
    onRate(score, comment).then(
      () => setTold(next),
      (error: unknown) => setTold({ kind: 'refused', why: whyOf(error) }),
    );
  };
  const rate = (score: 0 | 1) => tell({ kind: 'score', score }, score);
  if (told.kind === 'nothing') {
    return (
      <div className="feedback">
        Did this help?
        <button type="button" onClick={() => rate(1)}>
          Yes
        </button>
        <button type="button" onClick={() => rate(0)}>
          No
        </button>
      </div>
    );
  }
  return (
    <div className="feedback">
      <span role="status">{wordsOf(told)}</span>
      {told.kind === 'score' ? <Comment onSend={(comment) => tell({ kind: 'comment' }, told.score, comment)} /> : null}
    </div>
  );
}

function Comment({ onSend }: { readonly onSend: (comment: string) => void }) {
  const send = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    const comment = new FormData(event.currentTarget).get('comment');
    if (typeof comment === 'string' && comment.trim() !== '') onSend(comment.trim());
  };
  return (
    <form className="comment" onSubmit={send}>
      <input name="comment" aria-label="A comment" placeholder="Say more, if you like" maxLength={2_000} />
      <button type="submit">Send</button>
    </form>
  );
}

function wordsOf(told: Told): string {
  if (told.kind === 'refused') return told.why;
  return told.kind === 'sending' ? 'Sending…' : 'Thank you.';
}

function whyOf(error: unknown): string {
  if (!(error instanceof ChatFailure)) return 'It could not be sent: the control plane cannot be reached.';
  return error.code === 'not-implemented' ? 'This service keeps no feedback.' : error.message;
}
