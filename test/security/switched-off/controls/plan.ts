import { inFile } from '../../table/row.ts';
import type { SwitchedOff } from '../control.ts';

const tapped = 'core/src/agents/check-steps.ts';
const refused = inFile(
  'core/src/engine/taint.test.ts',
  'is refused where its steps are too many, have one id, need nothing known, or are unknown tools',
);
const schemas = inFile(
  'test/security/supply-chain/dependencies.test.ts',
  'a tool that shadows another or admits unknown arguments ends the start',
);

export const plan: readonly SwitchedOff[] = [
  {
    name: 'plan-steps',
    control: 'a plan has so many steps',
    file: tapped,
    find: 'if (steps.length > mostSteps) throw',
    replace: 'if (false) throw',
    tests: refused,
  },
  {
    name: 'plan-ids',
    control: 'each step has its own id',
    file: tapped,
    find: 'if (ids.size !== steps.length) throw',
    replace: 'if (false) throw',
    tests: refused,
  },
  {
    name: 'plan-arguments',
    control: 'the arguments of a plan are validated',
    file: tapped,
    find: 'parts.tools.check(tool, step.arguments);',
    replace: '',
    tests: inFile(
      'test/security/guard/guard.test.ts',
      'a plan with invalid arguments is refused before anything of it is done',
    ),
  },
  {
    name: 'plan-bound-write',
    control: 'a change of a plan takes no argument from what was read',
    file: tapped,
    find: "if (step.bindings !== undefined && tool.effect === 'write')",
    replace: 'if (false)',
    tests: inFile(
      'core/src/engine/taint.test.ts',
      'that binds an argument of a change to what a read tells is refused, and changes nothing',
    ),
  },
  {
    name: 'plan-bound-write-of-rules',
    control: 'a rule whose change takes an argument from what was read ends the start',
    file: 'core/src/engine/check-plans.ts',
    find: "const bound = effect === 'write' ? Object.keys(bind) : [];",
    replace: 'const bound: readonly string[] = [];',
    tests: inFile('core/src/engine/playbooks.test.ts', 'a change never takes an argument from what was read'),
  },
  {
    name: 'plan-bound-types',
    control: 'what a read takes from an earlier one has a type that holds no free text',
    file: 'core/src/run/bind-arguments.ts',
    find: "typeof value === 'string' && kubernetesName.test(value)",
    replace: "typeof value === 'string'",
    tests: inFile('core/src/run/bind-arguments.test.ts', 'can carry no text of anybody else, whatever was read'),
  },
  {
    name: 'plan-strict-schemas',
    control: 'a tool that admits unknown arguments ends the start',
    file: 'core/src/engine/tool-registry.ts',
    find: "if (tool.input['type'] !== 'object' || tool.input['additionalProperties'] !== false) {",
    replace: 'if (false) {',
    tests: schemas,
  },
  {
    name: 'plan-one-tool-a-name',
    control: 'two tools of one name end the start',
    file: 'core/src/engine/tool-registry.ts',
    find: 'if (byName.has(tool.name)) {',
    replace: 'if (false) {',
    tests: schemas,
  },
  {
    name: 'plan-citations',
    control: 'findings cite evidence of the run alone',
    file: 'core/src/run/read-step.ts',
    find: "typeof reference === 'string' && known.has(reference)",
    replace: "typeof reference === 'string'",
    tests: inFile('core/src/engine/bounds.test.ts', 'cites no evidence but the run\u2019s own'),
  },
  {
    name: 'plan-plugin-checked-first',
    control: 'an incompatible plugin never runs',
    file: 'core/src/plugin/load.ts',
    find: '  checkCompatibility(manifest);\n  let module',
    replace: '  let module',
    tests: inFile('core/src/plugin/load.test.ts', 'refuses an incompatible plugin before any of its code runs'),
  },
];
