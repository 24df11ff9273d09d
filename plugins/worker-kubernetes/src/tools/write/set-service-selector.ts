import { defineWriteTool, readUntil, type WriteTool } from '@hexaops/core';
import type { Pod, Service } from '../../cluster/index.ts';
import type { ClusterAccess } from '../access.ts';
import { nameArgument, namespaceArgument, workerName } from '../arguments.ts';
import { matchesLabels } from '../../facts/labels.ts';
import { formatLabels } from '../presentation/columns/column.ts';
import { blastOf } from './blast.ts';
import { readTarget, targetEvidence, versionOf } from './target.ts';

type Labels = Readonly<Record<string, string>>;

const selectorPath = 'spec.selector';

export function setServiceSelector(access: ClusterAccess): WriteTool {
  return defineWriteTool({
    name: 'set-service-selector',
    description: 'Sets the labels by which a service selects its pods.',
    worker: workerName,
    input: {
      type: 'object',
      additionalProperties: false,
      required: ['namespace', 'name', 'selector'],
      properties: {
        namespace: namespaceArgument,
        name: nameArgument,
        selector: {
          type: 'object',
          minProperties: 1,
          maxProperties: 20,
          propertyNames: {
            pattern: '^([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$',
            maxLength: 317,
          },
          additionalProperties: {
            type: 'string',
            pattern: '^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$',
            maxLength: 63,
          },
          description: 'All labels of the selector; those that are not named are taken away.',
        },
      },
    },
    operation: ({ namespace, name, selector }) => ({
      operation: 'set_service_selector',
      target: `service/${namespace}/${name}`,
      parameters: { namespace, name, selector },
    }),
    async preview({ namespace, name, selector }, context) {
      const service = await readTarget(access, { kind: 'Service', namespace, name }, context);
      const { items } = await access.list('Pod', context, namespace);
      const selects = (wanted: Labels) => (pod: Pod) => matchesLabels(wanted, pod.metadata.labels ?? {});
      const selected = items.filter(selects(selector)).length;
      const former = selectorOf(service);
      const hadSome = Object.keys(former).length > 0;
      const touched = items.filter((pod) => selects(selector)(pod) !== (hadSome && selects(former)(pod))).length;
      const unchanged = isSame(former, selector);
      const which = `${formatLabels(selector)}${unchanged ? ' already' : ''}, which ${selected} of the ${items.length} pods`;
      return {
        summary: `Service ${namespace}/${name} selects ${which} in ${namespace} have now.`,
        ...(unchanged
          ? { unchanged, changes: [] }
          : { changes: [{ path: selectorPath, before: former, after: selector }] }),
        ...versionOf(service),
        ...(await blastOf(access, { pods: touched, namespaces: [namespace] }, context)),
      };
    },
    async verify({ namespace, name, selector }, context) {
      const service = await readUntil(
        () => readTarget(access, { kind: 'Service', namespace, name }, context),
        (seen) => isSame(selectorOf(seen), selector),
        context,
      );
      const evidence = targetEvidence(access, 'Service', service, context);
      const seen = selectorOf(service);
      return isSame(seen, selector)
        ? { state: 'applied', summary: `Service ${namespace}/${name} selects ${formatLabels(selector)}.`, evidence }
        : {
            state: 'not-applied',
            summary: `Service ${namespace}/${name} still selects ${formatLabels(seen) || 'nothing'}.`,
            evidence,
          };
    },
    inverse({ namespace, name, selector }, { changes }) {
      const before = changes.find(({ path }) => path === selectorPath)?.before;
      if (typeof before !== 'object' || before === null || isSame(before as Labels, selector)) return undefined;
      return { tool: 'set-service-selector', arguments: { namespace, name, selector: before } };
    },
  });
}

function selectorOf({ spec }: Service): Labels {
  return Object.fromEntries(Object.entries(spec?.selector ?? {}).map(([name, value]) => [name, String(value)]));
}

function isSame(left: Labels, right: Labels): boolean {
  return Object.keys(left).length === Object.keys(right).length && matchesLabels(left, right);
}
