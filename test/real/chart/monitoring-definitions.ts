import type { KubernetesObject } from '../kubernetes/api.ts';

type Schema = Readonly<Record<string, unknown>>;

const text: Schema = { type: 'string' };
const texts: Schema = { type: 'object', additionalProperties: text };

/** As much of the Prometheus Operator's definitions as the chart uses: what is not listed is refused. */
export const monitoringDefinitions: readonly KubernetesObject[] = [
  definition('ServiceMonitor', 'servicemonitors', {
    selector: objectOf({ matchLabels: texts }),
    endpoints: listOf({
      port: text,
      path: text,
      interval: text,
      relabelings: listOf({ targetLabel: text, replacement: text }),
    }),
  }),
  definition('PrometheusRule', 'prometheusrules', {
    groups: listOf({
      name: text,
      rules: listOf({ alert: text, expr: text, for: text, labels: texts, annotations: texts }),
    }),
  }),
];

function definition(kind: string, plural: string, spec: Readonly<Record<string, Schema>>): KubernetesObject {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.monitoring.coreos.com` },
    spec: {
      group: 'monitoring.coreos.com',
      scope: 'Namespaced',
      names: { kind, plural, singular: kind.toLowerCase() },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: {
            openAPIV3Schema: {
              type: 'object',
              required: ['spec'],
              properties: { spec: { ...objectOf(spec), required: Object.keys(spec) } },
            },
          },
        },
      ],
    },
  };
}

function objectOf(properties: Readonly<Record<string, Schema>>): Schema {
  return { type: 'object', properties };
}

function listOf(properties: Readonly<Record<string, Schema>>): Schema {
  return { type: 'array', items: objectOf(properties) };
}
