import type { Phrasing } from './phrasing.ts';

/** What asks for nothing, and what nobody understands. */
export const conversation: readonly Phrasing[] = [
  { text: 'What can you do?', rule: 'route.capabilities', outcome: { answer: /You can ask/ } },
  { text: 'help', rule: 'route.capabilities', outcome: { answer: /You can ask/ } },
  { text: 'Who are you?', rule: 'route.capabilities', outcome: { answer: /You can ask/ } },
  { text: 'Hello!', rule: 'route.greeting', outcome: { answer: /Hello/ } },
  { text: 'thanks a lot', rule: 'route.thanks', outcome: { answer: /welcome/ } },
  { text: 'what is the weather like in Zurich?', rule: 'route.fallback', outcome: { answer: /did not understand/ } },
  { text: 'restart everything', rule: 'route.fallback', outcome: { answer: /did not understand/ } },
  { text: 'scale it to 3', rule: 'route.fallback', outcome: { answer: /did not understand/ } },
  ...['yes, approve it', 'approve', 'ok do it', 'no'].map((text): Phrasing => ({
    text,
    rule: 'route.approve',
    outcome: { answer: /Words approve nothing/ },
  })),
  {
    text: 'SELECT * FROM pods WHERE restarts > 0',
    rule: 'route.query-language',
    outcome: { answer: /did not understand/ },
  },
  { text: '<script>alert(1)</script>', rule: 'route.fallback', outcome: { answer: /did not understand/ } },
  { text: '????', rule: 'route.fallback', outcome: { answer: /did not understand/ } },
];
