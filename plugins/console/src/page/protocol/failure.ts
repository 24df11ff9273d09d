/** What went wrong, and what to do next, in words. */
export interface ToldFailure {
  readonly message: string;
  readonly nextStep?: string;
}

/** Where nothing came back. */
export const unreachable: ToldFailure = { message: 'The control plane cannot be reached.' };

/** `broken` is told where nobody has said a word. */
export function toldOf(error: unknown, broken: ToldFailure): ToldFailure {
  if (!(error instanceof ChatFailure)) return broken;
  const { message, nextStep } = error;
  return { message, ...(nextStep === undefined ? {} : { nextStep }) };
}

/** A refusal or an error that the service has told in words; what breaks off without a word is none. */
export class ChatFailure extends Error {
  readonly status: number;
  readonly code: string;
  readonly nextStep: string | undefined;

  constructor(status: number, code: string, message: string, nextStep?: string) {
    super(message);
    this.name = 'ChatFailure';
    this.status = status;
    this.code = code;
    this.nextStep = nextStep;
  }

  /** Of a problem document, or of `{error}` as the control plane says it. */
  static of(problem: unknown, status: number): ChatFailure {
    const { code, detail, title, error, nextStep } = (problem ?? {}) as Partial<Record<string, unknown>>;
    const words = [detail, title, error].find((part) => typeof part === 'string');
    return new ChatFailure(
      status,
      typeof code === 'string' ? code : `status-${status}`,
      words ?? 'The service did not answer as expected.',
      typeof nextStep === 'string' ? nextStep : undefined,
    );
  }

  get isSignedOut(): boolean {
    return this.status === 401;
  }

  /** It may go well a little later, and asking again does nothing twice. */
  get isPassing(): boolean {
    return this.status === 502 || this.status === 503 || this.status === 504;
  }
}
