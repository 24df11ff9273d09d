import { type ControlPlane, defineReadTool, type ReadTool } from '@hexaops/core';
import { workerName } from '../arguments.ts';
import { boundedYaml } from '../presentation/yaml.ts';

/** Without a control plane there is nobody who knows of projects and usage: the tool then says so. */
export function workspaceOverview(controlPlane: ControlPlane | undefined): ReadTool {
  return defineReadTool({
    name: 'workspace-overview',
    description: 'What the control plane says of the workspace: its projects, its nodes and what it uses.',
    worker: workerName,
    input: { type: 'object', additionalProperties: false, properties: {} },
    async execute(_input, { caller, signal, byteCap }) {
      if (controlPlane === undefined) {
        const reason = 'this installation reads a cluster without a control plane';
        return { evidence: [], unavailable: [{ source: 'the overview of the workspace', reason }] };
      }
      const overview = await controlPlane.read(caller, { read: 'overview' }, { signal });
      return {
        evidence: [
          {
            source: 'control-plane',
            query: `GET /internal/v1/workspaces/${caller.workspace}/overview`,
            title: 'overview of the workspace',
            ...boundedYaml(overview, byteCap, 'ask for the deployments, or for the nodes'),
          },
        ],
      };
    },
  });
}
