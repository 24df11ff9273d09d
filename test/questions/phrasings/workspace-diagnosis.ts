import type { Outcome, Phrasing } from './phrasing.ts';

const workspace: Outcome = { tool: 'diagnose-workspace', arguments: { namespaces: [] } };

function anything(rule: string, outcome: Outcome, texts: readonly string[]): readonly Phrasing[] {
  return texts.map((text) => ({ text, rule, outcome }));
}

/** What is wrong, without an object: people, alerts, namespaces. */
export const workspaceDiagnosis: readonly Phrasing[] = [
  ...anything('route.what-is-wrong', workspace, [
    'what is wrong?',
    "What's wrong",
    'whats wrong??',
    'WHAT IS WRONG?',
    'Please tell me what is wrong.',
    'could you tell me what is broken, please?',
    'what is wrong with my cluster?',
    "what's going on?",
    'what happened?',
    'is everything ok?',
    'Is everything okay',
    'are there any problems?',
    'any issues?',
    'is anything broken right now?',
    'how is my cluster doing?',
    'run a health check',
    'health check',
    'diagnose my workspace',
    'find the root cause',
    'why is everything so slow?',
    'why is the site down',
    'something is broken',
    'nothing works',
    'it does not work',
    'status',
    'show me the status of my workspace',
    'what needs my attention?',
    'check everything',
    'hey, what is broken today?',
  ]),
  ...anything('route.alert', workspace, [
    'Partial Service Unreachability.',
    'Service abnormal restart.',
    'Service quality degradation.',
    'Service Availability Disruption.',
    'Pods are crashing and users see 500s',
    'Response latency is elevated for many requests',
    'Nodes went down last night',
    'Alert: API availability SLO breached',
  ]),
  ...anything('route.alert-in-other-order', workspace, [
    'High error rate',
    'Elevated response times',
    'Intermittent connectivity',
  ]),
  ...[
    'What is wrong in shop?',
    'what is broken in the shop namespace?',
    'are there any problems in shop',
    'check namespace shop',
    'diagnose the shop project',
  ].map((text): Phrasing => ({
    text,
    rule: 'route.what-is-wrong-in-namespace',
    captures: { namespace: 'shop' },
    outcome: { tool: 'diagnose-workspace', arguments: { namespaces: ['shop'] } },
  })),
  {
    text: 'what is wrong in nowhere-at-all?',
    rule: 'route.what-is-wrong-in-namespace',
    outcome: { answer: /no Namespace called "nowhere-at-all"/ },
  },
];
