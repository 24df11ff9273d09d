import type { Tool, ToolResult } from '../../extension/tool.ts';
import { compileSchema } from '../../schema/compile.ts';
import { assert, type Check } from './check.ts';
import { resultChecks } from './tool-results.ts';

const namePattern = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/**
 * What every tool must be, before it is called. `examples` are arguments that its schema must pass. With `call`, its results
 * are checked too: it calls a read with this cap of bytes, in a situation in which it has more than 4 KiB to say.
 */
export function toolChecks(
  tool: Tool,
  examples: readonly unknown[],
  call?: (byteCap: number) => Promise<ToolResult>,
): readonly Check[] {
  return [
    {
      name: `${tool.name}: has a name in lower-case-with-dashes and says what it does`,
      async run() {
        assert.match(tool.name, namePattern);
        assert.ok(tool.description.length >= 10, 'describe the tool in a sentence: people and models choose by it');
        assert.ok(tool.worker.length > 0);
      },
    },
    {
      name: `${tool.name}: has a strict schema`,
      async run() {
        assert.equal(tool.input['type'], 'object');
        assert.equal(
          tool.input['additionalProperties'],
          false,
          'set additionalProperties: false, so that a wrong name is an error',
        );
        const validate = compileSchema(tool.input);
        for (const example of examples)
          assert.deepEqual(validate(example), [], `this example is refused: ${JSON.stringify(example)}`);
        assert.notDeepEqual(validate({ 'no-such-argument': true }), []);
      },
    },
    {
      name: `${tool.name}: takes neither a token nor a workspace as an argument`,
      async run() {
        const names = Object.keys(tool.input['properties'] ?? {});
        const forbidden = names.filter((name) => /token|bearer|authorization|workspace|tenant|password/i.test(name));
        assert.deepEqual(
          forbidden,
          [],
          'the token and the workspace come from the caller of the request, never from arguments',
        );
      },
    },
    ...(call === undefined ? [] : resultChecks(tool, call)),
  ];
}
