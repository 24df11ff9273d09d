import type { Told } from '../told.ts';

export interface EmptyProps {
  readonly questions: Told['questions'];
  readonly workspace: string | undefined;
  readonly onAsk: (question: string) => void;
}

export function Empty({ questions, workspace, onAsk }: EmptyProps) {
  return (
    <section className="empty" aria-labelledby="empty-title">
      <h2 id="empty-title">
        {workspace === undefined ? (
          'What do you want to know?'
        ) : (
          <>
            What do you want to know about <strong>{workspace}</strong>?
          </>
        )}
      </h2>
      <p className="muted">
        Ask in your own words. It reads what you may read, shows its evidence, and changes nothing without approval.
      </p>
      <ul className="questions">
        {questions
          .map((question) => (typeof question === 'string' ? { ask: question, about: undefined } : question))
          .map(({ ask, about }) => (
            <li key={ask}>
              <button type="button" onClick={() => onAsk(ask)}>
                <span className="ask">{ask}</span>
                {about === undefined ? null : <span className="about">{about}</span>}
              </button>
            </li>
          ))}
      </ul>
    </section>
  );
}
