import { inFile } from '../../table/row.ts';
import type { SwitchedOff } from '../control.ts';

const guarded = 'core/src/guard/guard.ts';
const tests = 'core/src/engine/taint.test.ts';
const undeclared = 'needs an approval where it is tainted, or does not say where an argument comes from';

export const taint: readonly SwitchedOff[] = [
  {
    name: 'taint-ignored',
    control: 'no rule can allow a write that is tainted',
    file: guarded,
    find: "if (decided.decision === 'allow' && !tainted) return",
    replace: "if (decided.decision === 'allow') return",
    tests: inFile(
      'test/security/injected-instructions/planted.test.ts',
      'strings planted wherever a cluster has text change nothing without an approval, in one turn and across two',
    ),
  },
  {
    name: 'taint-proposed',
    control: 'a step that follows from what was read is tainted',
    file: guarded,
    find: '    proposed ||\n    plan.tainted',
    replace: '    plan.tainted',
    tests: inFile(
      'core/src/guard/guard.test.ts',
      'a write is asked about whose arguments, or whose plan, others may have written',
    ),
  },
  {
    name: 'taint-plan',
    control: 'a plan that is tainted taints its steps',
    file: guarded,
    find: '    plan.tainted ||',
    replace: '',
    tests: inFile(tests, undeclared),
  },
  {
    name: 'taint-unknown-origin',
    control: 'an argument whose origin nobody names is untrusted',
    file: guarded,
    find: 'names.some((name) => !Object.hasOwn(step.provenance, name)) ||',
    replace: '',
    tests: inFile(tests, undeclared),
  },
  {
    name: 'taint-argument',
    control: 'an untrusted argument taints its step',
    file: guarded,
    find: "Object.values(step.provenance).some(({ taint }) => taint === 'untrusted')",
    replace: 'false',
    tests: inFile(tests, 'needs an approval where a hook has set an argument'),
  },
  {
    name: 'taint-hook',
    control: 'an argument that a hook has set is untrusted',
    file: 'core/src/run/admission.ts',
    find: "{ taint: 'untrusted', origin: 'set by a plugin' }",
    replace: "{ taint: 'trusted', origin: 'set by a plugin' }",
    tests: inFile(tests, 'needs an approval where a hook has set an argument'),
  },
  {
    name: 'taint-remedy',
    control: 'the arguments of a remedy are untrusted',
    file: 'core/src/agents/propose-remedy.ts',
    find: "{ taint: 'untrusted', origin }",
    replace: "{ taint: 'trusted', origin }",
    tests: inFile(
      'core/src/engine/engine.test.ts',
      'follows from a finding only through an approval, and its arguments are marked untrusted',
    ),
  },
  {
    name: 'taint-model-across-turns',
    control: 'a plan by a model that has seen an earlier answer is tainted',
    file: 'core/src/agents/tapped-plan.ts',
    find: 'tainted: plan.tainted || hasSpoken',
    replace: 'tainted: plan.tainted',
    tests: inFile(tests, 'of a model needs an approval where the session has said anything before'),
  },
  {
    name: 'taint-effect',
    control: 'what is a write, only the tool says',
    file: 'core/src/agents/check-steps.ts',
    find: 'return { ...step, worker: tool.worker, effect: tool.effect };',
    replace: 'return { ...step, worker: tool.worker };',
    tests: inFile(tests, 'that calls a write a read does not get it past the guard'),
  },
  {
    name: 'taint-near-name',
    control: 'a write takes no name that the person has not written or chosen',
    file: 'core/src/agents/resolve-captures.ts',
    find: 'candidates.length === 1 && !forWrite',
    replace: 'candidates.length === 1',
    tests: inFile(tests, 'a write takes no name that the person has not written or chosen'),
  },
];
