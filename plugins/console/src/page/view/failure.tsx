export interface FailureProps {
  readonly failure: { readonly message: string; readonly nextStep?: string } | undefined;
  /** Tries once more what has failed. */
  readonly onAgain?: (() => void) | undefined;
  readonly againWords?: string;
}

/** What went wrong, and what to do next, as sentences. */
export function Failure({ failure, onAgain, againWords = 'Try again' }: FailureProps) {
  if (failure === undefined) return null;
  return (
    <div className="failure">
      <span role="alert">{sentencesOf(failure)}</span>
      {onAgain === undefined ? null : (
        <button type="button" onClick={onAgain}>
          {againWords}
        </button>
      )}
    </div>
  );
}

export function sentencesOf({ message, nextStep }: NonNullable<FailureProps['failure']>): string {
  return [message, nextStep].flatMap((words) => (words === undefined ? [] : [sentence(words)])).join(' ');
}

function sentence(words: string): string {
  const whole = words.trim();
  return `${whole.charAt(0).toUpperCase()}${whole.slice(1)}${/[.!?…]$/.test(whole) ? '' : '.'}`;
}
