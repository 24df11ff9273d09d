import { defineWriteTool, HexaopsError, readUntil, unknownName, type WriteTool } from '@hexaops/core';
import type { Deployment } from '../../cluster/index.ts';
import type { ClusterAccess } from '../access.ts';
import { containerArgument, nameArgument, namespaceArgument, workerName } from '../arguments.ts';
import { blastOf } from './blast.ts';
import { harmOf } from './harm.ts';
import { readTarget, targetEvidence, versionOf } from './target.ts';

export function setImage(access: ClusterAccess): WriteTool {
  return defineWriteTool({
    name: 'set-image',
    description: 'Sets the image of one container of a deployment.',
    worker: workerName,
    input: {
      type: 'object',
      additionalProperties: false,
      required: ['namespace', 'name', 'container', 'image'],
      properties: {
        namespace: namespaceArgument,
        name: nameArgument,
        container: containerArgument,
        image: {
          type: 'string',
          pattern: '^[a-zA-Z0-9][a-zA-Z0-9._/:@-]*$',
          maxLength: 500,
          description: 'Registry, repository, and tag or digest.',
        },
      },
    },
    operation: ({ namespace, name, container, image }) => ({
      operation: 'set_image',
      target: `deployment/${namespace}/${name}`,
      parameters: { namespace, name, container, image },
    }),
    async preview({ namespace, name, container, image }, context) {
      const deployment = await readTarget(access, { kind: 'Deployment', namespace, name }, context);
      const before = imageOf(deployment, container);
      const unchanged = before === image;
      const pods = unchanged ? 0 : (deployment.spec?.replicas ?? 1);
      return {
        summary: unchanged
          ? `Container ${container} of Deployment ${namespace}/${name} has the image ${image} already.`
          : `Container ${container} of Deployment ${namespace}/${name} gets the image ${image} in the place of ${before}.`,
        ...(unchanged ? { unchanged, changes: [] } : { changes: [{ path: pathOf(container), before, after: image }] }),
        ...versionOf(deployment),
        ...(await blastOf(access, { pods, namespaces: [namespace] }, context)),
      };
    },
    async verify({ namespace, name, container, image }, context) {
      const deployment = await readUntil(
        () => readTarget(access, { kind: 'Deployment', namespace, name }, context),
        (seen) => imageOf(seen, container) === image && isRolledOut(seen),
        context,
      );
      const seen = imageOf(deployment, container);
      const evidence = targetEvidence(access, 'Deployment', deployment, context);
      if (seen !== image) {
        return {
          state: 'not-applied',
          summary: `Container ${container} of ${namespace}/${name} still has ${seen}.`,
          evidence,
        };
      }
      const progress = isRolledOut(deployment) ? 'all of its pods run it' : 'its pods are being replaced';
      return {
        state: 'applied',
        summary: `Container ${container} of ${namespace}/${name} has ${image}; ${progress}.`,
        evidence,
        ...(await harmOf(access, { kind: 'Deployment', namespace, name }, context)),
      };
    },
    inverse({ namespace, name, container, image }, { changes }) {
      const before = changes.find(({ path }) => path === pathOf(container))?.before;
      if (typeof before !== 'string' || before === image) return undefined;
      return { tool: 'set-image', arguments: { namespace, name, container, image: before } };
    },
  });
}

function pathOf(container: string): string {
  return `spec.template.spec.containers[name=${container}].image`;
}

/** Raises `not-found`, which names the containers that there are. */
function imageOf({ metadata, spec }: Deployment, container: string): string {
  const containers = spec?.template?.spec?.containers ?? [];
  const found = containers.find(({ name }) => name === container);
  if (found === undefined) {
    throw unknownName(
      'not-found',
      `container of ${metadata.namespace}/${metadata.name}`,
      container,
      containers.flatMap(({ name }) => name ?? []),
    );
  }
  if (found.image === undefined) throw new HexaopsError('not-found', `container ${container} names no image`);
  return found.image;
}

export function isRolledOut({ metadata, spec, status }: Deployment): boolean {
  const wanted = spec?.replicas ?? 1;
  const observed = (status?.observedGeneration ?? 0) >= (metadata.generation ?? 0);
  return (
    observed &&
    status?.updatedReplicas === wanted &&
    (status.readyReplicas ?? 0) >= wanted &&
    (status.replicas ?? 0) === wanted
  );
}
