export function Empty({
  questions,
  onAsk,
}: {
  readonly questions: readonly string[];
  readonly onAsk: (question: string) => void;
}) {
  return (
    <section className="empty" aria-labelledby="empty-title">
      <h2 id="empty-title">What do you want to know?</h2>
      <p className="muted">
        Ask in your own words. It reads what you may read, shows its evidence, and changes nothing that you have not
        approved.
      </p>
      <ul className="questions">
        {questions.map((question) => (
          <li key={question}>
            <button type="button" onClick={() => onAsk(question)}>
              {question}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
