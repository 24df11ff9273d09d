import { messageOf, type Tool } from '@hexaops/core';
import { runChecks, toolChecks } from '@hexaops/core/testing';
import { advice, countWords, propertiesOf, type Remark, wrong } from './remark.ts';

/** Whether people and models can tell when to call the tools, and with what. */
export async function checkTools(tools: readonly Tool[]): Promise<readonly Remark[]> {
  const remarks: Remark[] = [];
  for (const tool of tools) {
    const where = `tool ${tool.name}`;
    for (const problem of await problemsOf(tool)) {
      remarks.push(wrong(where, problem, 'run toolChecks of @hexaops/core/testing in your tests: they say the same'));
    }
    remarks.push(...described(tool, where));
  }
  return remarks;
}

function described({ description, input }: Tool, where: string): readonly Remark[] {
  return [
    ...(/[.?!]$/.test(description.trim()) && /^\p{Lu}/u.test(description)
      ? []
      : [
          advice(
            where,
            `"${description}" is no sentence`,
            'write one that begins with what it does: "Lists the pods of a namespace."',
          ),
        ]),
    ...(/\bTODO\b|\bfoo\b|lorem/i.test(description)
      ? [wrong(where, `"${description}" is not written yet`, 'say what it reads, and when to call it')]
      : []),
    ...propertiesOf(input)
      .filter(([, schema]) => countWords(schema['description']) < 2 && !('enum' in schema) && !('const' in schema))
      .map(([name]) =>
        advice(
          `${where}, argument ${name}`,
          'it has no description',
          'say what it is and show one: "In CIDR notation: 10.0.0.0/24."',
        ),
      ),
  ];
}

/** The conformance suite of tools, without a call. */
async function problemsOf(tool: Tool): Promise<readonly string[]> {
  const problems: string[] = [];
  const runs: Promise<void>[] = [];
  runChecks(toolChecks(tool, []), (_, body) => {
    runs.push(body().catch((error: unknown) => void problems.push(messageOf(error))));
  });
  await Promise.all(runs);
  return problems;
}
