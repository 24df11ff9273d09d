import { definePlugin, ruleSourcePoint, serviceKey, toolPoint } from '@hexaops/core';
import { ruleDirectory } from '@hexaops/core/rules';
import { type Configuration, configurationSchema, settingsOf } from './configuration.ts';
import { Prometheus } from './source/prometheus.ts';
import { askMetrics } from './tools/ask-metrics.ts';
import { chartMetrics } from './tools/chart-metrics.ts';
import { listMetrics } from './tools/list-metrics.ts';
import { queryMetrics } from './tools/query-metrics.ts';

export type { Configuration } from './configuration.ts';

const prometheusKey = serviceKey<Prometheus>('worker-prometheus/prometheus');

export default definePlugin({
  config: configurationSchema,
  register(api, config) {
    api.singleton(prometheusKey, [], () => new Prometheus(settingsOf(config as Configuration)));
    api.contribute(ruleSourcePoint, ruleDirectory('worker-prometheus', new URL('../rules/', import.meta.url)));
    for (const make of [askMetrics, queryMetrics, chartMetrics, listMetrics])
      api.contributeFrom(toolPoint, [prometheusKey], make);
  },
});
