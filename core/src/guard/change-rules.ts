// oxlint-disable unicorn/no-thenable -- rules have a field "then"
import type { Rule, RuleSet } from '../rules/index.ts';

const anyChange = { effect: 'write' } as const;

/** By what is asked for, by what would be sent, and by what the tool says that it would touch: any of them is enough. */
const systemNamespace = [
  "has(step.arguments.namespace) && step.arguments.namespace.startsWith('kube-')",
  "has(operation.parameters.namespace) && operation.parameters.namespace.startsWith('kube-')",
  "has(operation.target) && operation.target.matches('^[^/]+/kube-[^/]*/')",
  "has(blast.namespaces) && blast.namespaces.exists(name, name.startsWith('kube-'))",
]
  .map((condition) => `(${condition})`)
  .join(' || ');

/** How often and how much may be changed. The numbers are the operator's: `changes` in the configuration. */
const limits: readonly Rule[] = [
  {
    id: 'guard.too-often-on-one-object',
    description: 'one object is changed only so often in an hour',
    final: true,
    priority: 900,
    match: anyChange,
    when: 'has(recent.operationsOnTarget) && recent.operationsOnTarget >= limits.operationsOnTarget',
    then: [
      {
        deny: {
          reason:
            'this object was changed ${recent.operationsOnTarget} times in the last hour, and ${limits.operationsOnTarget} are the most: find out first why it does not help',
        },
      },
    ],
  },
  {
    id: 'guard.too-often-in-the-workspace',
    description: 'one workspace is changed only so often in an hour',
    final: true,
    priority: 890,
    match: anyChange,
    when: 'has(recent.operationsInWorkspace) && recent.operationsInWorkspace >= limits.operationsInWorkspace',
    then: [
      {
        deny: {
          reason:
            'this workspace was changed ${recent.operationsInWorkspace} times in the last hour, and ${limits.operationsInWorkspace} are the most',
        },
      },
    ],
  },
  {
    id: 'guard.too-often-by-one-person',
    description: 'whoever has changed much within an hour needs the approval of somebody else',
    final: true,
    priority: 880,
    match: anyChange,
    when: 'has(recent.operationsByCaller) && recent.operationsByCaller >= limits.operationsByCaller',
    then: [
      {
        requireApproval: {
          fourEyes: true,
          reason: 'they have made ${recent.operationsByCaller} changes in the last hour',
        },
      },
    ],
  },
  {
    id: 'guard.large-share',
    description: 'a change that touches much of a workspace needs the approval of somebody else',
    final: true,
    priority: 870,
    match: anyChange,
    when: 'has(blast.pods) && blast.pods >= limits.pods && blast.share > limits.share',
    then: [
      {
        requireApproval: {
          fourEyes: true,
          reason: 'it touches ${blast.pods} pods, a large part of the workspace',
        },
      },
    ],
  },
];

/**
 * What every engine asks of every change, whichever plugin its tool comes from; plugins add what only they know of their
 * own tools. It stands above all other sets and is final: no rule of a plugin or a workspace lets through what it stops.
 */
export const changeRules: RuleSet = {
  apiVersion: 'hexaops/v1',
  kind: 'RuleSet',
  stage: 'guard',
  layer: 'platform',
  metadata: { name: 'changes' },
  rules: [
    {
      id: 'guard.system-namespaces',
      description: 'namespaces of Kubernetes itself are not changed from here',
      final: true,
      priority: 1000,
      match: anyChange,
      when: systemNamespace,
      then: [{ deny: { reason: 'namespaces of Kubernetes itself (kube-) are not changed from here' } }],
    },
    ...limits,
    {
      id: 'guard.proposed',
      description: 'a change that a finding proposes is a suggestion to a person',
      final: true,
      priority: 70,
      match: { ...anyChange, proposed: true },
      then: [{ requireApproval: { reason: 'it was proposed by a finding' } }],
    },
  ],
};
