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

interface Message {
  readonly content: unknown;
  getType(): string;
}
interface Graph {
  invoke(input: object): Promise<{ readonly messages: readonly Message[] }>;
}
interface Langchain {
  readonly createAgent: (definition: object) => Graph;
  readonly tool: (execute: (input: never) => Promise<string>, definition: object) => unknown;
}
type ChatModels = { readonly BaseChatModel: new (fields: object) => object };
type Messages = { readonly AIMessage: new (fields: object) => object };

/** `createAgent`, without a checkpointer. */
export async function langchain(): Promise<Contestant> {
  const { createAgent, tool } = await importPeer<Langchain>('langchain');
  const { BaseChatModel } = await importPeer<ChatModels>('@langchain/core/language_models/chat_models');
  const { AIMessage } = await importPeer<Messages>('@langchain/core/messages');
  const counter = new Counter();
  class InstantModel extends BaseChatModel {
    readonly first: Said;

    constructor(first: Said) {
      super({});
      this.first = first;
    }

    _llmType(): string {
      return 'instant';
    }

    bindTools(): this {
      return this;
    }

    async _generate(messages: readonly Message[]): Promise<object> {
      counter.asked += 1;
      const { text = '', calls = [] } = messages.at(-1)?.getType() === 'tool' ? answers : this.first;
      const message = new AIMessage({
        content: text,
        tool_calls: calls.map(({ name, input }) => ({ id: nextId(), name, args: input, type: 'tool_call' })),
        usage_metadata: { input_tokens: 10, output_tokens: 5, total_tokens: 15 },
      });
      return { generations: [{ text, message }] };
    }
  }
  const make = (first: Said, tools: readonly unknown[]) => {
    const agent = createAgent({ model: new InstantModel(first), tools, systemPrompt: instructions });
    return async (content: string) => {
      const { messages } = await agent.invoke({ messages: [{ role: 'user', content }] });
      return String(messages.at(-1)?.content);
    };
  };
  const look = tool(counter.look, {
    name: probe.name,
    description: probe.description,
    schema: probe.schema,
  });
  const schema = { type: 'object', required: ['task'], properties: { task: { type: 'string' } } };
  const delegates = workers.map((name) => {
    const worker = make(callsProbe, [look]);
    return tool((given: { readonly task: string }) => worker(given.task), {
      name,
      description: `Looks after the ${name}.`,
      schema,
    });
  });
  const one = make(callsProbe, [look]);
  const supervisor = make({ calls: workers.map((name) => ({ name, input: { task } })) }, delegates);
  return {
    name: `${nameOfPeer('langchain')}, createAgent`,
    counter,
    oneTool: () => one(question),
    supervisor: () => supervisor(question),
  };
}
