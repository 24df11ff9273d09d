import {
  type ControlPlane,
  defineReadTool,
  type ReadTool,
  type ToolContext,
  type ToolResult,
  type UnavailableSource,
} from '@hexaops/core';
import type { ClusterAccess } from '../access.ts';
import { workerName } from '../arguments.ts';
import { listEvidence } from '../presentation/evidence.ts';
import { boundedYaml } from '../presentation/yaml.ts';

/** Where a user may not read Kubernetes' nodes, those that the control plane tells of are given. */
export function listNodes(access: ClusterAccess, controlPlane?: ControlPlane): ReadTool {
  return defineReadTool({
    name: 'list-nodes',
    description: 'Lists the nodes with their state, capacity and taints.',
    worker: workerName,
    input: { type: 'object', additionalProperties: false, properties: {} },
    async execute(_input, context) {
      const reading = await access.list('Node', context);
      if (controlPlane !== undefined && reading.refusal?.code === 'forbidden') {
        return fromControlPlane(controlPlane, context, reading.unavailable);
      }
      const now = await access.moment(context);
      const presentation = { title: 'nodes', remedy: 'ask for one node by its name', byteCap: context.byteCap, now };
      return {
        evidence: [listEvidence(access, 'Node', reading, presentation)],
        value: { count: reading.items.length },
        unavailable: reading.unavailable,
      };
    },
  });
}

async function fromControlPlane(
  controlPlane: ControlPlane,
  { caller, signal, byteCap }: ToolContext,
  unavailable: readonly UnavailableSource[],
): Promise<ToolResult> {
  const nodes = await controlPlane.read(caller, { read: 'nodes' }, { signal });
  return {
    evidence: [
      {
        source: 'control-plane',
        query: `GET /internal/v1/workspaces/${caller.workspace}/nodes`,
        title: 'nodes, as the control plane tells of them',
        ...boundedYaml(nodes, byteCap, 'ask for one node by its name'),
      },
    ],
    unavailable,
  };
}
