import type { Waiting } from '../run/run-state.ts';

export interface QuestionProps {
  readonly waiting: Extract<Waiting, { kind: 'input' }>;
  readonly busy: boolean;
  readonly onChoose: (value: string) => void;
}

export function Question({ waiting, busy, onChoose }: QuestionProps) {
  return (
    <section className="card" aria-label="A question to you">
      <p>{waiting.question}</p>
      <ul className="questions">
        {waiting.choices.map(({ label, value }) => (
          <li key={value}>
            <button type="button" disabled={busy} onClick={() => onChoose(value)}>
              {label}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
