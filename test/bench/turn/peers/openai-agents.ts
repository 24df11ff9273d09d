import { importPeer, nameOfPeer } from '../../support/peer.ts';
import {
  answers,
  callsProbe,
  type Contestant,
  Counter,
  instructions,
  nextId,
  probe,
  question,
  type Said,
  task,
  workers,
} from '../scene.ts';

interface OpenAiAgent {
  asTool(definition: object): unknown;
}
interface OpenAiAgents {
  readonly Agent: new (definition: object) => OpenAiAgent;
  readonly Usage: new (fields: object) => unknown;
  readonly tool: (definition: object) => unknown;
  readonly run: (agent: OpenAiAgent, input: string) => Promise<{ readonly finalOutput?: unknown }>;
  readonly setTracingDisabled: (isDisabled: boolean) => void;
}
interface ModelRequest {
  readonly input: string | readonly { readonly type?: string }[];
}

/** Without tracing. */
export async function openAiAgents(): Promise<Contestant> {
  const { Agent, Usage, tool, run, setTracingDisabled } = await importPeer<OpenAiAgents>('@openai/agents');
  setTracingDisabled(true);
  const counter = new Counter();
  const model = (first: Said) => ({
    async getResponse({ input }: ModelRequest) {
      counter.asked += 1;
      const isRead = typeof input !== 'string' && input.at(-1)?.type === 'function_call_result';
      const { text, calls = [] } = isRead ? answers : first;
      const output: object[] = calls.map(({ name, input: given }) => ({
        type: 'function_call',
        callId: nextId(),
        name,
        status: 'completed',
        arguments: JSON.stringify(given),
      }));
      if (text !== undefined) {
        const content = [{ type: 'output_text', text }];
        output.push({ type: 'message', id: nextId(), role: 'assistant', status: 'completed', content });
      }
      const usage = new Usage({ requests: 1, inputTokens: 10, outputTokens: 5, totalTokens: 15 });
      return { usage, output, responseId: nextId() };
    },
    getStreamedResponse() {
      throw new Error('nothing is streamed');
    },
  });
  const look = tool({
    name: probe.name,
    description: probe.description,
    parameters: probe.schema,
    strict: true,
    execute: counter.look,
  });
  const make = (name: string) => new Agent({ name, instructions, model: model(callsProbe), tools: [look] });
  const one = make('one');
  const supervisor = new Agent({
    name: 'supervisor',
    instructions,
    model: model({ calls: workers.map((name) => ({ name, input: { input: task } })) }),
    tools: workers.map((name) => make(name).asTool({ toolName: name, toolDescription: `Looks after the ${name}.` })),
  });
  const ask = async (agent: OpenAiAgent) => String((await run(agent, question)).finalOutput);
  return {
    name: nameOfPeer('@openai/agents'),
    counter,
    oneTool: () => ask(one),
    supervisor: () => ask(supervisor),
  };
}
