import { inFile } from '../../table/row.ts';
import type { SwitchedOff } from '../control.ts';

const guarded = 'core/src/guard/guard.ts';
const rules = 'core/src/rules/guard.ts';
const engineTests = 'core/src/engine/engine.test.ts';
const ruleTests = 'core/src/rules/guard.test.ts';
const guardTests = 'test/security/guard/guard.test.ts';

export const guard: readonly SwitchedOff[] = [
  {
    name: 'guard-deny',
    control: 'a rule that denies is heeded',
    file: guarded,
    find: "if (decided.decision === 'deny') return",
    replace: 'if (false) return',
    tests: inFile(guardTests, 'a rule that denies stops reads and writes'),
  },
  {
    name: 'guard-approval',
    control: 'a rule that asks for an approval is heeded',
    file: guarded,
    find: "if (decided.decision === 'require-approval') {",
    replace: "if (decided.decision === 'require-approval') { return plain('allow');",
    tests: inFile(guardTests, 'a rule that asks for an approval outweighs one that allows'),
  },
  {
    name: 'guard-default',
    control: 'a write that no rule allows waits for a person',
    file: guarded,
    find: "if (decided.decision === 'allow' && !tainted) return",
    replace: 'if (!tainted) return',
    tests: inFile(engineTests, 'waits for an approval, is done once, and is read back'),
  },
  {
    name: 'guard-read-only',
    control: 'a service that is read only refuses writes in code',
    file: guarded,
    find: "if (write && settings.mode === 'readOnly') return",
    replace: 'if (false) return',
    tests: inFile(
      'test/security/injected-instructions/planted.test.ts',
      'a service that is read only writes nothing, whatever rules, hooks and people say',
    ),
  },
  {
    name: 'guard-change-limits',
    control: 'how often something is changed is limited, whichever plugin the tool comes from',
    file: 'core/src/engine/engine-rules.ts',
    find: 'always: [changeRules]',
    replace: 'always: []',
    tests: inFile(
      'core/src/engine/change-limits.test.ts',
      'is limited without a rule of anybody: what goes beyond is denied, with words',
    ),
  },
  {
    name: 'guard-system-namespaces',
    control: 'namespaces of Kubernetes are not changed, whatever a tool calls the argument that names one',
    file: 'core/src/guard/change-rules.ts',
    find: "has(operation.parameters.namespace) && operation.parameters.namespace.startsWith('kube-')",
    replace: 'false',
    tests: inFile('core/src/guard/change-rules.test.ts', 'none touches one whatever its tool calls the namespace'),
  },
  {
    name: 'guard-error-denies',
    control: 'a rule that cannot be evaluated denies',
    file: rules,
    find: 'if (denials.length > 0 || errors.length > 0) {',
    replace: 'if (denials.length > 0) {',
    tests: inFile(ruleTests, 'a rule that cannot be evaluated denies, whatever it would do'),
  },
  {
    name: 'guard-approval-before-allow',
    control: 'require approval outweighs allow',
    file: rules,
    find: 'if (approvals.length > 0) {',
    replace: "if (approvals.length > 0 && !fired.some((rule) => has(rule, 'allow'))) {",
    tests: inFile(ruleTests, 'deny goes before approval, approval before allow, whatever the priorities and layers'),
  },
  {
    name: 'guard-final',
    control: 'a final rule of a layer above keeps those below from allowing',
    file: rules,
    find: "has(rule, 'allow') && rank(rule) <= barrier",
    replace: "has(rule, 'allow')",
    tests: inFile(
      ruleTests,
      'a final rule keeps the layers below from allowing, also one without an action, and one that lacks a field',
    ),
  },
  {
    name: 'guard-unknown-allows',
    control: 'a missing fact never lets a rule allow',
    file: 'core/src/rules/evaluate.ts',
    find: 'const tightening = actions.filter(tightens);',
    replace: 'const tightening = actions;',
    tests: inFile(ruleTests, 'a missing field lets a rule deny or require approval, never allow'),
  },
  {
    name: 'guard-environment',
    control: 'rules see in what kind of place they judge',
    file: guarded,
    find: '...(environment === undefined ? {} : { environment }),',
    replace: "...(environment === undefined ? {} : { environment: 'staging' }),",
    tests: inFile(guardTests, 'a rule for production holds in the workspaces that are, and nowhere else'),
  },
  {
    name: 'guard-again-before-sending',
    control: 'rules are asked again when the approval has come',
    file: 'core/src/run/write-step.ts',
    find: 'return guard({ step, caller, plan, operation, preview, proposed, recent }, rulesOf(context, step.id), parts.guard);',
    replace:
      'return ((globalThis as { judged?: GuardDecision }).judged ??= guard({ step, caller, plan, operation, preview, proposed, recent }, rulesOf(context, step.id), parts.guard));',
    tests: inFile(guardTests, 'a rule that has come since the approval stops the change'),
  },
  {
    name: 'hook-authorize-throws',
    control: 'a hook that throws denies',
    file: 'core/src/run/admission.ts',
    find: '.catch((error: unknown) => ({ reason: messageOf(error) }));',
    replace: '.catch(() => undefined);',
    tests: inFile(guardTests, 'a hook that denies, or throws, stops the call'),
  },
  {
    name: 'hook-authorize-heeded',
    control: 'a hook that denies is heeded',
    file: 'core/src/run/admission.ts',
    find: "if (denial !== undefined) throw new HexaopsError('denied', denial.reason);",
    replace: '',
    tests: inFile(guardTests, 'a hook that denies, or throws, stops the call'),
  },
  {
    name: 'arguments-after-hooks',
    control: 'arguments are validated again after a hook has changed them',
    file: 'core/src/run/admission.ts',
    find: 'parts.tools.check(parts.tools.get(step.tool), values);',
    replace: '',
    tests: inFile(guardTests, 'arguments that a hook has made invalid are used by nobody'),
  },
];
