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

interface MastraAgent {
  generate(prompt: string, options: object): Promise<{ readonly text: string }>;
}
type MastraAgents = { readonly Agent: new (definition: object) => MastraAgent };
type MastraTools = { readonly createTool: (definition: object) => unknown };

/** Bare agents, without memory, storage and telemetry: what is fastest. */
export async function mastra(): Promise<Contestant> {
  process.env['MASTRA_TELEMETRY_DISABLED'] = '1';
  process.env['MASTRA_OFFLINE'] = '1';
  const { Agent } = await importPeer<MastraAgents>('@mastra/core/agent');
  const { createTool } = await importPeer<MastraTools>('@mastra/core/tools');
  const counter = new Counter();
  const tools = {
    [probe.name]: createTool({
      id: probe.name,
      description: probe.description,
      inputSchema: probe.schema,
      execute: counter.look,
    }),
  };
  const make = (name: string) =>
    new Agent({
      id: name,
      name,
      description: `Looks after the ${name}.`,
      instructions,
      model: instantModel(counter, (options) => (hasRead(options) ? answers : callsProbe)),
      tools,
    });
  const delegation = { calls: workers.map((name) => ({ name: `agent-${name}`, input: { prompt: task } })) };
  const one = make('one');
  const supervisor = new Agent({
    id: 'supervisor',
    name: 'supervisor',
    instructions,
    model: instantModel(counter, (options) => (hasRead(options) ? answers : delegation)),
    agents: Object.fromEntries(workers.map((name) => [name, make(name)])),
  });
  const options = { maxSteps: 5, delegation: { messageFilter: () => [] } };
  return {
    name: nameOfPeer('@mastra/core'),
    counter,
    oneTool: async () => (await one.generate(question, options)).text,
    supervisor: async () => (await supervisor.generate(question, options)).text,
  };
}
