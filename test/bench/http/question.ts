/** Answered by rules alone, from what the control plane lets the service read. */
export const question = {
  path: '/v1/chat',
  body: JSON.stringify({ message: 'list pods' }),
  headers: { 'content-type': 'application/json' },
} as const;

export const streamedQuestion = { ...question, headers: { ...question.headers, accept: 'text/event-stream' } } as const;
