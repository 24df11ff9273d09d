/** What a plugin can be, and what each template needs beside what all need. */
export const kinds = {
  tool: { description: 'one tool and the question that calls it: the smallest plugin', packages: [] },
  worker: { description: 'reads a system of yours, and says by rules what is wrong with it', packages: [] },
  provider: { description: 'models of a server', packages: ['@ai-sdk/openai', 'zod'] },
  rules: { description: 'rules alone: questions, what may be done, what facts mean', packages: [] },
  sink: { description: 'a destination of the audit', packages: [] },
} as const satisfies Record<string, { readonly description: string; readonly packages: readonly string[] }>;

export type Kind = keyof typeof kinds;

export function isKind(text: string): text is Kind {
  return Object.hasOwn(kinds, text);
}
