/** What becomes of a sentence: a first step with these arguments, a question with these choices, or an answer. */
export type Outcome =
  | { readonly tool: string; readonly arguments: Readonly<Record<string, unknown>> }
  | { readonly question: RegExp; readonly choices: readonly string[] }
  | { readonly answer: RegExp };

export interface Phrasing {
  readonly text: string;
  /** The route rule that counts. */
  readonly rule: string;
  /** Values of all captures that matter. */
  readonly captures?: Readonly<Record<string, unknown>>;
  readonly outcome: Outcome;
}

/** What `checkout` may be: it is in both namespaces. */
export const bothCheckouts: readonly string[] = ['Deployment shop/checkout', 'Deployment staging/checkout'];
