import { defineReadTool, type ReadTool } from '@hexaops/core';
import { storageClassOf } from '../../cluster/read-objects.ts';
import type { Storage } from '../../storage.ts';
import { workerName } from '../arguments.ts';
import { tableEvidence } from '../presentation.ts';

export function listStorageClasses(storage: Storage): ReadTool {
  return defineReadTool({
    name: 'list-storage-classes',
    description: 'Lists storage classes: who makes their volumes, when, and whether claims of them can grow.',
    worker: workerName,
    input: { type: 'object', additionalProperties: false, properties: {} },
    async execute(_input, context) {
      const { items, query, source, unavailable } = await storage.cluster.list('StorageClass', undefined, context);
      const classes = items.map(storageClassOf).toSorted((a, b) => (a.name < b.name ? -1 : 1));
      const rows = classes.map(({ name, provisioner, bindingMode, reclaimPolicy, allowsExpansion, isDefault }) => [
        name,
        isDefault,
        provisioner,
        bindingMode === 'WaitForFirstConsumer' ? 'with the first pod' : 'at once',
        reclaimPolicy,
        allowsExpansion,
      ]);
      const columns = ['class', 'default', 'provisioner', 'makes volumes', 'afterwards', 'can grow'];
      return {
        evidence: [
          tableEvidence(
            {
              source,
              query,
              title: `storage classes (${classes.length})`,
              table: { columns, rows },
              remedy: 'ask which class a claim has',
            },
            context,
          ),
        ],
        value: { count: classes.length },
        unavailable,
      };
    },
  });
}
