import { defineReadTool, type ReadTool } from '@hexaops/core';
import type { ClusterAccess } from '../access.ts';
import { workerName } from '../arguments.ts';
import { listEvidence } from '../presentation/evidence.ts';

export function listNodes(access: ClusterAccess): ReadTool {
  return defineReadTool({
    name: 'list-nodes',
    description: 'Lists the nodes with their state, capacity and taints.',
    worker: workerName,
    input: { type: 'object', additionalProperties: false, properties: {} },
    async execute(_input, context) {
      const reading = await access.list('Node', context);
      const presentation = {
        title: 'nodes',
        remedy: 'ask for one node by its name',
        byteCap: context.byteCap,
        now: await access.moment(context),
      };
      return {
        evidence: [listEvidence(access, 'Node', reading, presentation)],
        value: { count: reading.items.length },
        unavailable: reading.unavailable,
      };
    },
  });
}
