import type { LanguageModelV4 } from '@ai-sdk/provider';
import { importPeer, nameOfPeer } from '../../support/peer.ts';
import {
  answers,
  callsProbe,
  type Contestant,
  Counter,
  hasRead,
  instantModel,
  instructions,
  probe,
  question,
  task,
  workers,
} from '../scene.ts';

interface AiSdk {
  readonly generateText: (options: object) => Promise<{ readonly text: string }>;
  readonly streamText: (options: object) => {
    readonly text: PromiseLike<string>;
    readonly textStream: AsyncIterable<string>;
  };
  readonly tool: (definition: object) => unknown;
  readonly jsonSchema: (schema: object) => unknown;
  readonly stepCountIs: (count: number) => unknown;
}

/** The AI SDK with nothing around it: answers that come whole, or as a stream that is read to its end. */
export async function aiSdk(how: 'generateText' | 'streamText'): Promise<Contestant> {
  const { generateText, streamText, tool, jsonSchema, stepCountIs } = await importPeer<AiSdk>('ai-7');
  const counter = new Counter();
  const run = async (model: LanguageModelV4, prompt: string, tools: object) => {
    const options = { model, system: instructions, prompt, tools, stopWhen: stepCountIs(5) };
    if (how === 'generateText') return (await generateText(options)).text;
    let text = '';
    for await (const part of streamText(options).textStream) text += part;
    return text;
  };
  const tools = {
    [probe.name]: tool({
      description: probe.description,
      inputSchema: jsonSchema(probe.schema),
      execute: counter.look,
    }),
  };
  const worker = instantModel(counter, (options) => (hasRead(options) ? answers : callsProbe));
  const taskSchema = jsonSchema({ type: 'object', required: ['task'], properties: { task: { type: 'string' } } });
  const delegates = Object.fromEntries(
    workers.map((name) => [
      name,
      tool({
        description: `Looks after the ${name}.`,
        inputSchema: taskSchema,
        execute: (given: { readonly task: string }) => run(worker, given.task, tools),
      }),
    ]),
  );
  const delegation = { calls: workers.map((name) => ({ name, input: { task } })) };
  const supervisor = instantModel(counter, (options) => (hasRead(options) ? answers : delegation));
  return {
    name: `${nameOfPeer('ai-7').replace(/.*@/, 'ai ')}, ${how}`,
    counter,
    oneTool: () => run(worker, question, tools),
    supervisor: () => run(supervisor, question, delegates),
  };
}
