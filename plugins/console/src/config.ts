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
      items: { type: 'string', minLength: 1, maxLength: 200 },
      description: 'What an empty page suggests to ask.',
    },
    embeddedBy: {
      type: 'array',
      items: { type: 'string', pattern: '^https://[^\\s;,/]+$' },
      description: 'Origins whose pages may show this one in a frame, beside its own.',
    },
  },
} as const;

/** What the page is told of the place that it is served in. Anybody may read it. */
export interface ConsoleConfig {
  readonly chat?: string;
  readonly settings?: string;
  readonly signIn?: string;
  readonly questions?: readonly string[];
  readonly embeddedBy?: readonly string[];
}

export const usualConfig = {
  chat: '/api/v1/ai/chat',
  questions: ['What is wrong?', 'What has changed lately?', 'Which pods are not ready?'],
} as const;
