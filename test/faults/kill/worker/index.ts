/** The smallest worker that changes something: it scales a deployment of the workspace's own namespace. A service with it starts in a third of the time. */
import {
  type ControlPlane,
  controlPlanePoint,
  defineWriteTool,
  definePlugin,
  HexaopsError,
  ruleSourcePoint,
  type ToolContext,
  toolPoint,
} from '@hexaops/core';
import { parseRuleSets } from '@hexaops/core/rules';

const rules = `{ apiVersion: hexaops/v1, kind: RuleSet, stage: route, rules: [{
  id: route.scale, description: "scale storefront to 3",
  match: { text: { phrases: ["scale {name} to {replicas}"],
    captures: { name: { type: text }, replicas: { type: integer } } } },
  then: [{ plan: { task: "Scale \${name}", steps: [
    { id: scale, tool: scale-deployment, arguments: { name: "\${name}", replicas: "\${replicas}" } }] } }]
}] }`;

export default definePlugin({
  register(api) {
    api.contributeFrom(toolPoint, [controlPlanePoint], scaleDeployment);
    api.contribute(ruleSourcePoint, { id: 'scale', load: async () => parseRuleSets(rules, 'scale.yaml') });
  },
});

function scaleDeployment(controlPlane: ControlPlane) {
  return defineWriteTool({
    name: 'scale-deployment',
    description: 'Sets the number of replicas of a deployment.',
    worker: 'scale',
    input: {
      type: 'object',
      additionalProperties: false,
      required: ['name', 'replicas'],
      properties: { name: { type: 'string' }, replicas: { type: 'integer', minimum: 0 } },
    },
    operation: ({ name, replicas }) => ({
      operation: 'scale',
      target: `deployment/${name}`,
      parameters: { name, replicas },
    }),
    async preview({ name, replicas }, context) {
      const { before, resourceVersion } = await read(controlPlane, name, context);
      const changes = [{ path: 'spec.replicas', before, after: replicas }];
      return { summary: `${name} goes from ${before} to ${replicas} replicas.`, resourceVersion, changes };
    },
    async verify({ name, replicas }, context) {
      const { before } = await read(controlPlane, name, context);
      const state = before === replicas ? 'applied' : 'not-applied';
      return { state, summary: `${name} asks for ${before} replicas.`, evidence: [] };
    },
  });
}

async function read(controlPlane: ControlPlane, name: string, { caller, signal }: ToolContext) {
  const path = `/apis/apps/v1/namespaces/${caller.workspace}/deployments/${name}`;
  const { status, body } = await controlPlane.kubernetes(caller, path, {}, { signal });
  if (status !== 200) throw new HexaopsError('not-found', `there is no deployment ${name}`);
  const { spec, metadata } = JSON.parse(body) as Deployment;
  return { before: spec.replicas, resourceVersion: metadata.resourceVersion };
}

interface Deployment {
  readonly metadata: { readonly resourceVersion: string };
  readonly spec: { readonly replicas: number };
}
