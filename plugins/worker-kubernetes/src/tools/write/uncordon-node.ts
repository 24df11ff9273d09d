import { defineWriteTool, readUntil, type WriteTool } from '@hexaops/core';
import type { ClusterAccess } from '../access.ts';
import { nameArgument, workerName } from '../arguments.ts';
import { readTarget, targetEvidence } from './target.ts';

export function uncordonNode(access: ClusterAccess): WriteTool {
  return defineWriteTool({
    name: 'uncordon-node',
    description: 'Lets a node take new pods again.',
    worker: workerName,
    input: {
      type: 'object',
      additionalProperties: false,
      required: ['name'],
      properties: { name: { ...nameArgument, description: 'Full name of the node.' } },
    },
    operation: ({ name }) => ({ operation: 'uncordon_node', target: `node/${name}`, parameters: { name } }),
    async preview({ name }, context) {
      const node = await readTarget(access, { kind: 'Node', name }, context);
      const before = node.spec?.unschedulable ?? false;
      // The API leaves out what is false; a node without a specification says nothing.
      const unchanged = node.spec !== undefined && !before;
      return {
        summary: unchanged ? `Node ${name} takes new pods already.` : `Node ${name} takes new pods again.`,
        ...(unchanged
          ? { unchanged, changes: [] }
          : { changes: [{ path: 'spec.unschedulable', before, after: false }] }),
        // A node's version changes with each of its signs of life.
        blast: { pods: 0, share: 0, namespaces: [], isWholeWorkspace: false },
      };
    },
    async verify({ name }, context) {
      const node = await readUntil(
        () => readTarget(access, { kind: 'Node', name }, context),
        ({ spec }) => spec?.unschedulable !== true,
        context,
      );
      const evidence = targetEvidence(access, 'Node', node, context);
      return node.spec?.unschedulable === true
        ? { state: 'not-applied', summary: `Node ${name} still takes no new pods.`, evidence }
        : { state: 'applied', summary: `Node ${name} takes new pods.`, evidence };
    },
  });
}
