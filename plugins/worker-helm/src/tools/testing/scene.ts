import assert from 'node:assert/strict';
import type { KubernetesObject } from '@hexaops/core';
import { now, over, read } from '../../testing/context.ts';
import { recordOf, type RecordParts } from '../../testing/records.ts';
import { toolsOf } from '../index.ts';

export const target = { namespace: 'shop', name: 'checkout' };

export function tool(name: string, objects: readonly KubernetesObject[]) {
  const { records, reader } = over(objects);
  const found = toolsOf.map((make) => make(records)).find((each) => each.name === name);
  assert.ok(found !== undefined);
  return { found, reader };
}

export async function run(name: string, objects: readonly KubernetesObject[], input: object = target) {
  return read(tool(name, objects).found, input);
}

const template = `image: {{ .Values.image.tag }}\nreplicas: {{ .Values.replicas }}\n{{ toYaml .Values.resources }}`;

/** A revision whose chart makes one Deployment with one ConfigMap of its values. */
export function revisionOf(
  revision: number,
  values: Readonly<Record<string, unknown>>,
  more: RecordParts = {},
): KubernetesObject {
  const { tag = '1', replicas = 1, memory = '64Mi', currency = 'EUR' } = values;
  const manifest = `---
# Source: shop/templates/deployment.yaml
apiVersion: apps/v1
kind: Deployment
metadata: { name: checkout }
spec:
  replicas: ${String(replicas)}
  selector: { matchLabels: { app: checkout } }
  template:
    spec:
      containers:
        - name: server
          image: 'registry.example/checkout:${String(tag)}'
          resources: { limits: { memory: ${String(memory)} } }
          envFrom: [{ configMapRef: { name: settings } }]
---
# Source: shop/templates/settings.yaml
apiVersion: v1
kind: ConfigMap
metadata: { name: settings }
data: { currency: ${String(currency)} }
`;
  return recordOf({
    revision,
    manifest,
    templates: { 'templates/deployment.yaml': template, 'templates/settings.yaml': 'x: {{ .Values.currency }}' },
    values: { image: { tag: String(tag) }, replicas, resources: { limits: { memory } }, currency },
    status: 'superseded',
    deployed: new Date(now - (10 - revision) * 3_600_000).toISOString(),
    ...more,
  });
}

/** The Deployment as a cluster has it, with an image of this tag. */
export const deployment = (image: string, more: object = {}) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'checkout', namespace: 'shop', generation: 2 },
  spec: {
    replicas: 1,
    selector: { matchLabels: { app: 'checkout' } },
    template: {
      spec: {
        containers: [
          {
            name: 'server',
            image: `registry.example/checkout:${image}`,
            resources: { limits: { memory: '64Mi' } },
            envFrom: [{ configMapRef: { name: 'settings' } }],
          },
        ],
      },
    },
  },
  status: { observedGeneration: 2, replicas: 1, updatedReplicas: 1, readyReplicas: 1, ...more },
});
export const settings = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'settings', namespace: 'shop' },
  data: { currency: 'EUR' },
};

/** Of the status of a Deployment. */
export const unready = { readyReplicas: 0 };
/** A pod of `checkout` that waits. */
export const pod = (reason: string, seconds = 5) => ({
  kind: 'Pod',
  metadata: {
    name: `checkout-${reason.toLowerCase()}`,
    namespace: 'shop',
    labels: { app: 'checkout' },
    creationTimestamp: new Date(now - seconds * 1000).toISOString(),
  },
  status: {
    containerStatuses: [{ name: 'server', ready: false, state: { waiting: { reason, message: 'in words' } } }],
  },
});
