const words = { type: 'string', minLength: 1, maxLength: 200 } as const;
const askedWords = { ...words, description: 'What is asked.' } as const;
const aboutWords = { ...words, description: 'What that does, in a line.' } as const;
const path = { type: 'string', pattern: '^/[^/\\\\]' } as const;

export const configSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    chat: { ...path, description: 'Where the page asks, on its own origin: the path that the control plane forwards.' },
    settings: {
      ...path,
      description:
        "The control plane's path of a workspace's LLM settings; {workspace} stands for its id. Absent: none are shown.",
    },
    signIn: { ...path, description: 'Where a person signs in to the control plane, in a tab of its own.' },
    questions: {
      type: 'array',
      maxItems: 6,
      items: {
        anyOf: [
          words,
          {
            type: 'object',
            additionalProperties: false,
            properties: { ask: askedWords, about: aboutWords },
            required: ['ask', 'about'],
          },
        ],
      },
      description: 'What an empty page suggests to ask, each with a line about what it does, or without.',
    },
    embeddedBy: {
      type: 'array',
      items: { type: 'string', pattern: '^https://[^\\s;,/]+$' },
      description: 'Origins whose pages may show this one in a frame, beside its own.',
    },
  },
} as const;

/** A question, or one with a line about what it does. */
type SuggestedQuestion = string | { readonly ask: string; readonly about: string };

/** What the page is told of the place that it is served in. Anybody may read it. */
export interface ConsoleConfig {
  readonly chat?: string;
  readonly settings?: string;
  readonly signIn?: string;
  readonly questions?: readonly SuggestedQuestion[];
  readonly embeddedBy?: readonly string[];
}

export const usualConfig = {
  chat: '/api/v1/ai/chat',
  questions: [
    { ask: 'What is wrong?', about: 'Looks at everything in the workspace, and names causes.' },
    { ask: 'What has changed lately?', about: 'Rollouts and other changes, in the order of time.' },
    { ask: 'Which pods are not ready?', about: 'Each with what keeps it from being so.' },
  ],
} as const;
