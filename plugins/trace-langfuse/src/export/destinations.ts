import type { AgentOptions } from 'node:http';
import { LANGFUSE_SDK_VERSION } from '@langfuse/core';
import { LangfuseSpanProcessor } from '@langfuse/otel';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import type { Naming } from '../attributes/attributes.ts';
import { genAiNaming } from '../attributes/gen-ai.ts';
import { langfuseNaming } from '../attributes/langfuse.ts';
import type { CollectorConfig, LangfuseConfig, QueueSettings } from '../config.ts';
import { Destination } from './destination.ts';

/** A destination with the names by which it knows what a trace tells. */
export interface Route {
  readonly destination: Destination;
  readonly naming: Naming;
}

/** Langfuse, by its own package: OTLP in JSON, under the keys of a project. */
export function langfuseRoute({ baseUrl, publicKey, secretKey }: LangfuseConfig, queue: QueueSettings): Route {
  const exporter = new OTLPTraceExporter({
    url: `${baseUrl}/api/public/otel/v1/traces`,
    headers: {
      Authorization: basicOf(publicKey, secretKey),
      'x-langfuse-sdk-name': 'javascript',
      'x-langfuse-sdk-version': LANGFUSE_SDK_VERSION,
      'x-langfuse-public-key': publicKey,
    },
    timeoutMillis: queue.requestSeconds * 1_000,
    concurrencyLimit: 8,
    httpAgentOptions: agentOptions(),
  });
  const destination = new Destination('langfuse', queue.mostWaiting, exporter, (counted) => {
    return new LangfuseSpanProcessor({
      exporter: counted,
      publicKey,
      secretKey,
      baseUrl,
      flushAt: queue.batch,
      flushInterval: queue.intervalSeconds,
      // Every span is one of a run; and nothing that stands in evidence is uploaded as a file.
      shouldExportSpan: () => true,
      mediaUploadEnabled: false,
    });
  });
  return { destination, naming: langfuseNaming };
}

/** Any collector of OpenTelemetry. */
export function collectorRoute({ url, headers = {} }: CollectorConfig, queue: QueueSettings): Route {
  const timeoutMillis = queue.requestSeconds * 1_000;
  const exporter = new OTLPTraceExporter({
    url,
    headers: { ...headers },
    timeoutMillis,
    concurrencyLimit: 8,
    httpAgentOptions: agentOptions(),
  });
  const destination = new Destination('collector', queue.mostWaiting, exporter, (counted) => {
    return new BatchSpanProcessor(counted, {
      maxQueueSize: queue.mostWaiting,
      maxExportBatchSize: queue.batch,
      scheduledDelayMillis: queue.intervalSeconds * 1_000,
    });
  });
  return { destination, naming: genAiNaming };
}

/** The exporter brings agents of its own, which know nothing of the proxy that Node was told to take. */
function agentOptions(): AgentOptions {
  const { env } = process;
  return { keepAlive: true, ...(env['NODE_USE_ENV_PROXY'] === '1' && { proxyEnv: env }) };
}

/** Of HTTP, as Langfuse takes a project's keys. */
export function basicOf(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}
