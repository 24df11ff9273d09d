import { isDeepStrictEqual } from 'node:util';
import type { ModelExchange, RunEvent } from '@hexaops/core';
import type { Observation } from './observation.ts';
import { chat, orchestrator, timeOf } from './names.ts';
import type { Workers } from './workers.ts';

type ModelCalled = Extract<RunEvent, { readonly type: 'model-called' }>;

/**
 * A call of a model, with what was asked and said where that was heard: the exchange is taken out of `unused`. Two calls of
 * which all that is written down is the same are each other's equal.
 */
export function generationOf(event: ModelCalled, unused: ModelExchange[], workers: Workers): Observation {
  const { task, model, inputTokens, outputTokens, cost, milliseconds, error, sequence } = event;
  const at = unused.findIndex(({ record }) => isRecordOf(record, event));
  const [exchange] = at === -1 ? [] : unused.splice(at, 1);
  const end = timeOf(event);
  const start = end - milliseconds;
  return {
    id: `model/${sequence}`,
    parent: task === 'answer' ? chat : task === 'agent' ? workers.during(start, end) : orchestrator,
    type: 'generation',
    name: task,
    start,
    end,
    ...(exchange === undefined ? {} : { input: exchange.prompt, output: exchange.text }),
    model: {
      name: model,
      inputTokens,
      outputTokens,
      ...(cost === undefined ? {} : { cost }),
      ...(exchange === undefined ? {} : { prompt: exchange.prompt }),
      ...(exchange?.finishReason === undefined ? {} : { finishReason: exchange.finishReason }),
    },
    ...(error && { problem: { level: 'ERROR', message: error.message, code: error.code } }),
  };
}

function isRecordOf(record: ModelExchange['record'], event: ModelCalled): boolean {
  const told = new Map<string, unknown>(Object.entries(event));
  return Object.entries(record).every(([key, value]) => isDeepStrictEqual(value, told.get(key)));
}
