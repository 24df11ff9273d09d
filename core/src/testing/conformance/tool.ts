import type { Tool, ToolResult } from '../../extension/tool.ts';
import { compileSchema } from '../../schema/compile.ts';
import { assert, type Check } from './check.ts';
import { resultChecks } from './tool-results.ts';

/** A sentence has some. */
const wordsOf = (text: string): number => text.split(/\s+/).filter((word) => word !== '').length;

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
        assert.match(
          tool.name,
          namePattern,
          `"${tool.name}" is no name of a tool: write a verb and what it reads, in lower-case-with-dashes: "list-pods"`,
        );
        assert.ok(
          wordsOf(tool.description) >= 3,
          `"${tool.description}" does not tell when to call "${tool.name}": people and models choose by its description. Write a sentence that says what it reads: "Lists the pods of a namespace with their restarts."`,
        );
        assert.ok(
          tool.worker.length > 0,
          `set "worker" of "${tool.name}" to the name that plans show: "worker-storage"`,
        );
      },
    },
    {
      name: `${tool.name}: has a strict schema`,
      async run() {
        assert.equal(
          tool.input['type'],
          'object',
          `"input" of "${tool.name}" is the schema of an object: write { type: 'object', additionalProperties: false, properties: {} }`,
        );
        assert.equal(
          tool.input['additionalProperties'],
          false,
          `set additionalProperties: false in "input" of "${tool.name}": a name that a model has made up is then an error that it can mend`,
        );
        const validate = compileSchema(tool.input);
        for (const example of examples)
          assert.deepEqual(
            validate(example),
            [],
            `the schema of "${tool.name}" refuses the example ${JSON.stringify(example)}: change one of them`,
          );
        assert.notDeepEqual(
          validate({ 'no-such-argument': true }),
          [],
          `"${tool.name}" takes an argument that it does not have: set additionalProperties: false, also below allOf and anyOf`,
        );
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
          `take these arguments out of "${tool.name}": whoever writes a sentence could name another's. The token and the workspace are in "caller" of the context`,
        );
      },
    },
    ...(call === undefined ? [] : resultChecks(tool, call)),
  ];
}
