import { checkPoint, datasetPoint, definePlugin, measurementPoint, serviceKey } from '@hexaops/core';
import { collectorCheck, langfuseCheck } from './checks.ts';
import { configSchema, defaults, langfuseOf, queueOf, type TraceConfig } from './config.ts';
import { collectorRoute, langfuseRoute } from './export/destinations.ts';
import { Ratings } from './feedback/ratings.ts';
import { Tracer } from './tracer.ts';

export default definePlugin({
  config: configSchema,
  register(api, given) {
    const config: TraceConfig = given;
    const langfuse = langfuseOf(config);
    const queue = queueOf(config);
    const content = {
      content: config.content ?? defaults.content,
      contentLength: config.contentLength ?? defaults.contentLength,
    };
    const environment = config.environment ?? defaults.environment;
    const flushMilliseconds = (config.flushSeconds ?? defaults.flushSeconds) * 1_000;
    const routes = [
      ...(langfuse === undefined ? [] : [langfuseRoute(langfuse, queue)]),
      ...(config.collector === undefined ? [] : [collectorRoute(config.collector, queue)]),
    ];
    if (langfuse !== undefined) api.contribute(checkPoint, langfuseCheck(langfuse));
    if (config.collector !== undefined) api.contribute(checkPoint, collectorCheck(config.collector));
    const tracer = new Tracer(routes, {
      ...content,
      environment,
      flushMilliseconds,
      sampleRate: config.sampleRate ?? defaults.sampleRate,
    });
    const ratings = langfuse && new Ratings(langfuse, { ...content, environment, flushMilliseconds });
    // Resolved at the start and disposed of at the end, after the last run has.
    api.singleton(serviceKey<Tracer>('tracer'), [], () => tracer);
    for (const measurement of tracer.measurements()) api.contribute(measurementPoint, measurement);
    api.tap('runEvent', (event) => tracer.hear(event));
    api.tap('modelCalled', (exchange, { run }) => tracer.hearExchange(run, exchange));
    api.tap('runRestored', (restored) => tracer.hearRestored(restored));
    api.tap('ruleTried', (rule, { run }) => {
      if (run !== undefined) tracer.hearTriedRule(run, rule);
    });
    api.tap('draining', () => tracer.hurry());
    if (ratings === undefined) return;
    api.singleton(serviceKey<Ratings>('ratings'), [], () => ratings);
    for (const measurement of ratings.measurements()) api.contribute(measurementPoint, measurement);
    api.contribute(datasetPoint, ratings.dataset);
    api.tap('feedback', (rated) => {
      tracer.hearRated(rated);
      ratings.hear(rated);
    });
  },
});
