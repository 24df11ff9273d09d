export interface FailureProps {
  readonly failure: { readonly message: string; readonly nextStep?: string } | undefined;
}

/** What went wrong, and what to do next, as sentences. */
export function Failure({ failure }: FailureProps) {
  if (failure === undefined) return null;
  const { message, nextStep } = failure;
  return (
    <p className="failure" role="alert">
      {sentence(message)}
      {nextStep === undefined ? null : ` ${sentence(nextStep)}`}
    </p>
  );
}

function sentence(words: string): string {
  const whole = words.trim();
  return `${whole.charAt(0).toUpperCase()}${whole.slice(1)}${/[.!?…]$/.test(whole) ? '' : '.'}`;
}
