import type { KubernetesObject } from '../kubernetes/api.ts';

/** As much of the Prometheus Operator's definition as a ServiceMonitor of the chart uses: what is not listed is refused. */
export const serviceMonitors: readonly KubernetesObject[] = [
  {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'servicemonitors.monitoring.coreos.com' },
    spec: {
      group: 'monitoring.coreos.com',
      scope: 'Namespaced',
      names: { kind: 'ServiceMonitor', plural: 'servicemonitors', singular: 'servicemonitor' },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: {
            openAPIV3Schema: {
              type: 'object',
              required: ['spec'],
              properties: {
                spec: {
                  type: 'object',
                  required: ['endpoints', 'selector'],
                  properties: {
                    selector: {
                      type: 'object',
                      properties: { matchLabels: { type: 'object', additionalProperties: { type: 'string' } } },
                    },
                    endpoints: {
                      type: 'array',
                      items: {
                        type: 'object',
                        properties: {
                          port: { type: 'string' },
                          path: { type: 'string' },
                          interval: { type: 'string' },
                        },
                      },
                    },
                  },
                },
              },
            },
          },
        },
      ],
    },
  },
];
