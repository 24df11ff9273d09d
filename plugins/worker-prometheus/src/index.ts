import { checkPoint, definePlugin, metricsPoint, ruleSourcePoint, serviceKey, toolPoint } from '@hexaops/core';
import { ruleDirectory } from '@hexaops/core/rules';
import { type Configuration, configurationSchema, settingsOf } from './configuration.ts';
import { prometheusCheck } from './source/check.ts';
import { Prometheus } from './source/prometheus.ts';
import { metricReader } from './source/reader.ts';
import { askMetrics } from './tools/ask-metrics.ts';
import { chartMetrics } from './tools/chart-metrics.ts';
import { compareMetrics } from './tools/compare-metrics.ts';
import { findMetricChanges } from './tools/find-metric-changes.ts';
import { forecastCapacity } from './tools/forecast-capacity.ts';
import { listAlertRules } from './tools/list-alert-rules.ts';
import { listAlerts } from './tools/list-alerts.ts';
import { listMetrics } from './tools/list-metrics.ts';
import { queryMetrics } from './tools/query-metrics.ts';

export type { Configuration } from './configuration.ts';

const prometheusKey = serviceKey<Prometheus>('worker-prometheus/prometheus');

const tools = [
  askMetrics,
  findMetricChanges,
  compareMetrics,
  forecastCapacity,
  listAlerts,
  listAlertRules,
  queryMetrics,
  chartMetrics,
  listMetrics,
];

export default definePlugin({
  config: configurationSchema,
  register(api, config) {
    api.singleton(prometheusKey, [], () => new Prometheus(settingsOf(config as Configuration)));
    api.contribute(checkPoint, prometheusCheck(settingsOf(config as Configuration)));
    api.contribute(ruleSourcePoint, ruleDirectory('worker-prometheus', new URL('../rules/', import.meta.url)));
    api.contributeFrom(metricsPoint, [prometheusKey], metricReader);
    for (const make of tools) api.contributeFrom(toolPoint, [prometheusKey], make);
  },
});
