import { defineReadTool, type EvidenceDraft, nameOfObject, type ReadTool, type ToolContext } from '@hexaops/core';
import { type Kind, type ObjectsByKind, resourceOf } from '../../cluster/index.ts';
import type { ClusterAccess } from '../access.ts';
import { nameArgument, namespaceArgument, workerName } from '../arguments.ts';
import { isAbout, latestFirst } from '../presentation/events.ts';
import { tableEvidence } from '../presentation/evidence.ts';
import { tableOf } from '../presentation/rows.ts';
import { boundedYaml } from '../presentation/yaml.ts';
import { listedKinds } from './list-objects.ts';

export function describeObject(access: ClusterAccess): ReadTool {
  return defineReadTool({
    name: 'describe-object',
    description: 'Shows one object, whole, and its latest events.',
    worker: workerName,
    input: {
      type: 'object',
      additionalProperties: false,
      required: ['kind', 'name'],
      properties: { kind: { enum: listedKinds }, namespace: namespaceArgument, name: nameArgument },
    },
    async execute({ kind, namespace, name }, context) {
      const place = resourceOf(kind).namespaced ? namespace : undefined;
      const object = await access.get(kind, place, name, context);
      const events =
        place === undefined ? { evidence: [], unavailable: [] } : await eventsOf(access, place, name, context);
      return {
        evidence: [manifest(access, kind, object, context), ...events.evidence],
        value: { kind, name },
        unavailable: events.unavailable,
      };
    },
  });
}

function manifest<K extends Kind>(
  access: ClusterAccess,
  kind: K,
  object: ObjectsByKind[K],
  { byteCap }: ToolContext,
): EvidenceDraft {
  const { name, namespace } = object.metadata;
  return {
    source: access.queries.system,
    query: access.queries.get(kind, namespace, name),
    title: nameOfObject({ kind, name, ...(namespace !== undefined && { namespace }) }),
    ...boundedYaml(object, byteCap, 'ask for the list of its kind, which shows what matters most'),
  };
}

/** The latest events of an object and of what it owns; nothing where there are none. */
async function eventsOf(access: ClusterAccess, namespace: string, name: string, context: ToolContext) {
  const reading = await access.list('Event', context, namespace);
  const events = latestFirst(reading.items.filter((event) => isAbout(event, name))).slice(0, 30);
  if (events.length === 0) return { evidence: [], unavailable: reading.unavailable };
  const evidence = tableEvidence(access, reading, {
    title: `events of ${namespace}/${name}`,
    table: tableOf('Event', events, await access.moment(context)),
    remedy: 'ask for the events of the object',
    byteCap: context.byteCap,
  });
  return { evidence: [evidence], unavailable: reading.unavailable };
}
