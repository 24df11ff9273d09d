import { type BlastRadius, defineWriteTool, HexaopsError, parseQuantity, type WriteTool } from '@hexaops/core';
import type { Claim } from '../../cluster/objects.ts';
import { storageClassOf } from '../../cluster/read-objects.ts';
import type { Storage } from '../../storage.ts';
import { nameArgument, namespaceArgument, workerName } from '../arguments.ts';
import { tableEvidence } from '../presentation.ts';

const sizePath = 'spec.resources.requests.storage';
/** A claim grows where it is: no pod is ended by it. */
const blastOf = (namespace: string): BlastRadius => ({
  pods: 0,
  share: 0,
  namespaces: [namespace],
  isWholeWorkspace: false,
});

/** A claim grows and never shrinks, so that this has no inverse. */
export function resizeClaim(storage: Storage): WriteTool {
  return defineWriteTool({
    name: 'resize-claim',
    description:
      'Enlarges a claim, where its storage class allows that. It cannot be taken back: a claim never shrinks.',
    worker: workerName,
    input: {
      type: 'object',
      additionalProperties: false,
      required: ['namespace', 'name', 'size'],
      properties: {
        namespace: { ...namespaceArgument, description: 'Its namespace.' },
        name: { ...nameArgument, description: 'Full name of the claim.' },
        size: {
          type: 'string',
          pattern: '^[1-9][0-9]{0,11}(Mi|Gi|Ti|Pi|M|G|T|P)$',
          description: 'As Kubernetes writes it: 20Gi.',
        },
      },
    },
    operation: ({ namespace, name, size }) => ({
      operation: 'resize_claim',
      target: `persistentvolumeclaim/${namespace}/${name}`,
      parameters: { namespace, name, size },
    }),
    async preview({ namespace, name, size }, context) {
      const [claim, classes] = await Promise.all([
        storage.cluster.claim(namespace, name, context),
        storage.cluster.list('StorageClass', undefined, context),
      ]);
      requireGrowth(claim, size);
      const known = classes.items.map(storageClassOf);
      const own =
        claim.storageClass === undefined
          ? known.find(({ isDefault }) => isDefault)
          : known.find((each) => each.name === claim.storageClass);
      if (own?.allowsExpansion !== true) {
        const what =
          own === undefined
            ? `its storage class "${claim.storageClass ?? ''}" is not known`
            : `its storage class "${own.name}" does not let claims grow`;
        throw new HexaopsError('operation-failed', `the claim ${namespace}/${name} cannot be enlarged: ${what}`, {
          nextStep: 'move its data to a new, larger claim',
        });
      }
      return {
        summary: `Claim ${namespace}/${name} grows from ${claim.requested.text} to ${size}. It cannot be made smaller again.`,
        changes: [{ path: sizePath, before: claim.requested.text, after: size }],
        ...(claim.resourceVersion === undefined ? {} : { resourceVersion: claim.resourceVersion }),
        blast: blastOf(namespace),
      };
    },
    async verify({ namespace, name, size }, context) {
      const claim = await storage.cluster.claim(namespace, name, context);
      const wanted = parseQuantity(size) ?? 0;
      const evidence = [
        tableEvidence(
          {
            source: claim.source,
            query: claim.query,
            title: `PersistentVolumeClaim ${namespace}/${name}, read back`,
            table: {
              columns: ['claim', 'status', 'asks for', 'has', 'condition'],
              rows: [[name, claim.phase, claim.requested.text, claim.capacity?.text ?? null, conditionOf(claim)]],
            },
            remedy: 'ask for its description',
          },
          context,
        ),
      ];
      const what = `Claim ${namespace}/${name}`;
      if (claim.requested.bytes < wanted) {
        return {
          state: 'not-applied',
          summary: `${what} still asks for ${claim.requested.text}, not ${size}.`,
          evidence,
        };
      }
      const has = claim.capacity;
      const grown = has !== undefined && has.bytes >= wanted;
      const sofar = has === undefined ? 'it has no volume yet' : `it has ${has.text} so far`;
      const pending = conditionOf(claim).startsWith('FileSystemResizePending');
      return {
        state: 'applied',
        summary: grown
          ? `${what} has ${has.text}.`
          : `${what} asks for ${size}; ${sofar}${pending ? ', and grows when a pod mounts it anew' : ''}.`,
        evidence,
      };
    },
  });
}

/** Raises `arguments-invalid` for what is no growth. */
function requireGrowth({ namespace, name, phase, requested, capacity }: Claim, size: string): void {
  const wanted = parseQuantity(size);
  const present = Math.max(requested.bytes, capacity?.bytes ?? 0);
  const problem =
    wanted === undefined
      ? `"${size}" is no size`
      : phase !== 'Bound'
        ? 'it has no volume that could grow'
        : wanted === present
          ? `it has ${requested.text} already`
          : wanted < present
            ? `it has ${requested.text}, and a claim never shrinks`
            : undefined;
  if (problem === undefined) return;
  throw new HexaopsError('arguments-invalid', `the claim ${namespace}/${name} cannot get ${size}: ${problem}`, {
    nextStep: `name a size larger than ${requested.text}`,
  });
}

function conditionOf({ conditions }: Claim): string {
  const found = conditions.find(({ type, status }) => type.includes('Resiz') && status === 'True');
  return found === undefined ? '' : `${found.type} ${found.message}`.trim();
}
