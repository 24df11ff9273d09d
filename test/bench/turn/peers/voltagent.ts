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

interface VoltAgentAgent {
  readonly generateText: (prompt: string) => Promise<{ readonly text: string }>;
}
interface VoltAgent {
  readonly Agent: new (definition: object) => VoltAgentAgent;
  readonly createTool: (definition: object) => unknown;
}
interface Zod {
  object(shape: object): unknown;
  string(): unknown;
}

/** Without memory. */
export async function voltAgent(): Promise<Contestant> {
  const { Agent, createTool } = await importPeer<VoltAgent>('@voltagent/core');
  const { z } = await importPeer<{ readonly z: Zod }>('zod');
  const counter = new Counter();
  const look = createTool({
    name: probe.name,
    description: probe.description,
    parameters: z.object({ part: z.string() }),
    execute: counter.look,
  });
  const logger = { trace() {}, debug() {}, info() {}, warn() {}, error() {}, fatal() {}, child: () => logger };
  const make = (name: string) =>
    new Agent({
      name,
      purpose: `Looks after the ${name}.`,
      instructions,
      model: instantModel(counter, (options) => (hasRead(options) ? answers : callsProbe), 'v3'),
      tools: [look],
      memory: false,
      logger,
    });
  const delegation = { calls: [{ name: 'delegate_task', input: { task, targetAgents: workers, context: {} } }] };
  const one = make('one');
  const supervisor = new Agent({
    name: 'supervisor',
    instructions,
    model: instantModel(counter, (options) => (hasRead(options) ? answers : delegation), 'v3'),
    subAgents: workers.map(make),
    memory: false,
    logger,
  });
  return {
    name: nameOfPeer('@voltagent/core'),
    counter,
    oneTool: async () => (await one.generateText(question)).text,
    supervisor: async () => (await supervisor.generateText(question)).text,
  };
}
