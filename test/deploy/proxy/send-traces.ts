import { HeldPlugin } from '@hexaops/core/testing';
import traceLangfuse from '@hexaops/trace-langfuse';
import { recordedRun } from '../../projections/recorded-run.ts';

// One run, to Langfuse and to a collector that are both nowhere: what counts is by which way they are looked for.
await using plugin = new HeldPlugin(traceLangfuse, {
  baseUrl: 'https://langfuse.example',
  publicKey: 'pk-lf-1',
  secretKey: 'sk-lf-1',
  collector: { url: 'https://collector.example/v1/traces' },
  intervalSeconds: 0.05,
});
const { events } = await recordedRun();
for (const event of events) plugin.fire('runEvent', event);
