import { definePlugin, metricsPagePoint, serviceKey } from '@hexaops/core';
import { EventLoop } from './event-loop.ts';
import { Page } from './page.ts';
import { processMeasurements } from './process.ts';
import { RunMetrics } from './run-metrics.ts';

export default definePlugin({
  register(api) {
    const eventLoop = new EventLoop();
    const page = new Page([...processMeasurements, ...eventLoop.measurements()]);
    const runs = new RunMetrics(page.meter);
    api.singleton(serviceKey<EventLoop>('event-loop'), [], () => eventLoop);
    api.contributeFrom(metricsPagePoint, [], () => page);
    api.tap('runEvent', (event) => runs.hear(event));
    api.tap('jobFailed', ({ job }) => runs.hearJobFailure(job));
    api.tap('ruleTried', (tried) => runs.hearTriedRule(tried));
    api.tap('ready', () => eventLoop.start());
  },
});
