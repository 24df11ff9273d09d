import type { AgentRun, KeptWords } from '@hexaops/core';
import type { MastraMemory } from './mastra.ts';

type Conversation = NonNullable<AgentRun['conversation']>;

/** Whose words they are. Of any two people no parts join to the same. */
export function resourceOf({ workspace, subject }: Omit<Conversation, 'session'>): string {
  return `${encodeURIComponent(workspace)}/${encodeURIComponent(subject)}`;
}

/** What an agent and a person have said to each other in a session. */
export function threadOf(conversation: Conversation, agent: string): string {
  return `${threadsOf(conversation)}${agent}`;
}

/** What the threads of a session begin with, whatever the agent. */
function threadsOf(conversation: Conversation): string {
  return `${resourceOf(conversation)}/${encodeURIComponent(conversation.session)}/`;
}

/** What the memory keeps of a session or a person is deleted with it. */
export function keptWords(memory: () => MastraMemory): KeptWords {
  const remove = async (resourceId: string, prefix: string): Promise<void> => {
    const { threads } = await memory().listThreads({ filter: { resourceId }, perPage: false });
    for (const { id } of threads) if (id.startsWith(prefix)) await memory().deleteThread(id);
  };
  return {
    id: 'engine-mastra',
    deleteSession: (owner, session) => remove(resourceOf(owner), threadsOf({ ...owner, session })),
    deleteAll: (owner) => remove(resourceOf(owner), ''),
  };
}
