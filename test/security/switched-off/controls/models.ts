import { inFile } from '../../table/row.ts';
import type { SwitchedOff } from '../control.ts';

/** When a model is called, and what a call may cost. */
export const models: readonly SwitchedOff[] = [
  {
    name: 'injection-the-token-budget-stops-calls',
    control: 'the token budget stops calls',
    file: 'core/src/llm/call-model.ts',
    find: '  if (left <= 0) {',
    replace: '  if (estimate < 0) {',
    tests: inFile(
      'core/src/llm/ask-model.test.ts',
      'the door to a model',
      'sensitivity',
      'a prompt never holds',
      'without a model',
    ),
  },
  {
    name: 'injection-a-model-s-call-has-a-deadline',
    control: "a model's call has a deadline",
    file: 'core/src/llm/call-model.ts',
    find: 'return withinTime(`the model ${name}`, milliseconds, signal,',
    replace: 'return withinTime(`the model ${name}`, 600_000 + milliseconds, signal,',
    tests: inFile(
      'core/src/llm/ask-model.test.ts',
      'the door to a model',
      'sensitivity',
      'a prompt never holds',
      'without a model',
    ),
  },
  {
    name: 'injection-a-resumed-run-has-spent-what-it-had-spent',
    control: 'a resumed run has spent what it had spent',
    file: 'core/src/engine/context-of.ts',
    find: 'tokens: state.tokens.input + state.tokens.output,',
    replace: 'tokens: 0,',
    tests: inFile(
      'core/src/llm/ask-model.test.ts',
      'the door to a model',
      'sensitivity',
      'a prompt never holds',
      'without a model',
    ),
  },
  {
    name: 'models-a-call-that-is-given-up-ends-at-its-server',
    control: 'a call that is given up, because it is silent or not wanted any more, ends at its server',
    file: 'core/src/llm/read-stream.ts',
    find: '    stop.abort(failure);\n',
    replace: '',
    tests: inFile('core/src/llm/read-stream.test.ts', 'what a model writes'),
  },
  {
    name: 'models-an-answer-has-an-end',
    control: 'a model that writes without end is given up',
    file: 'core/src/llm/read-stream.ts',
    find: 'const mostCharacters = 262_144;',
    replace: 'const mostCharacters = 26_214_400;',
    tests: inFile(
      'core/src/llm/read-stream.test.ts',
      'is nothing where it has no end, though nobody is silent: neither text, nor thoughts, nor arguments of a call',
    ),
  },
  {
    name: 'models-an-answer-is-bounded',
    control: 'of an answer of a server that a workspace has chosen no more than so many bytes are read',
    file: 'core/src/llm/bounded-fetch.ts',
    find: 'if (left < 0) controller.error',
    replace: 'if (left === undefined) controller.error',
    tests: inFile('core/src/llm/bounded-fetch.test.ts', 'that is packed small and is large breaks off'),
  },
  {
    name: 'models-a-budget-is-asked-before-the-call',
    control: 'what a call may cost is set aside before it is made',
    file: 'core/src/llm/spending.ts',
    find: 'const output = accounts.length === 0 ? maxOutputTokens : await take(maxOutputTokens, true);',
    replace: 'const output = accounts.length === 0 || take !== undefined ? maxOutputTokens : 0;',
    tests: inFile('core/src/llm/spending.test.ts', 'what is spent on models'),
  },
  {
    name: 'models-an-agent-has-readings-alone',
    control: 'an agent has readings alone',
    file: 'core/src/agents/worker/agents.ts',
    find: "tool.effect === 'read' ? [[tool.name, tool] as const] : []",
    replace: '[[tool.name, tool as ReadTool] as const]',
    tests: inFile('core/src/agents/worker/agent-step.test.ts', 'an agent as a step of a plan'),
  },
];
