import { defineReadTool, type EvidenceDraft, type ReadTool } from '@hexaops/core';
import type { ClusterSnapshot } from '../../cluster/index.ts';
import type { ClusterAccess } from '../access.ts';
import { namespaceArgument, workerName } from '../arguments.ts';
import { diagnoseNamespaces, resultOf } from '../diagnosis.ts';

/** Findings of one answer, the likeliest first. */
const mostFindings = 50;

export function diagnoseWorkspace(access: ClusterAccess): ReadTool {
  return defineReadTool({
    name: 'diagnose-workspace',
    description: 'Reads the state of the workspace and names what is wrong in it, the likeliest root cause first.',
    worker: workerName,
    input: {
      type: 'object',
      additionalProperties: false,
      properties: {
        namespaces: {
          type: 'array',
          items: namespaceArgument,
          maxItems: 50,
          uniqueItems: true,
          description: 'All of the workspace when left out or empty.',
        },
      },
    },
    async execute({ namespaces = [] }, context) {
      const read = await diagnoseNamespaces(access, namespaces.length === 0 ? undefined : namespaces, context);
      const { findings } = read.diagnosis;
      const result = resultOf(access, read, { findings: findings.slice(0, mostFindings) }, context);
      return {
        ...result,
        evidence: [...result.evidence, readingOf(access, read.snapshot)],
        value: { findings: findings.length, namespaces: read.snapshot.namespaces },
      };
    },
  });
}

/** What was looked at: without it nobody can tell "nothing is wrong" from "nothing was read". */
function readingOf(access: ClusterAccess, snapshot: ClusterSnapshot): EvidenceDraft {
  const counted = (['Deployment', 'StatefulSet', 'DaemonSet', 'Pod', 'Service', 'Event', 'Node'] as const).map(
    (kind) => [kind, snapshot.list(kind).length, snapshot.covers(kind) ? 'all' : 'in part, or not at all'] as const,
  );
  return {
    source: access.queries.system,
    query:
      snapshot.namespaces.length === 0
        ? access.queries.list('Pod')
        : snapshot.namespaces
            .slice(0, 10)
            .map((namespace) => access.queries.list('Pod', namespace))
            .join('\n'),
    title: `what was read of ${snapshot.namespaces.join(', ') || 'the cluster'}`,
    content: { kind: 'table', columns: ['kind', 'objects', 'read'], rows: counted },
  };
}
