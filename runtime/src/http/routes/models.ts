import { type Engine, HexaopsError, modelSchedulePoint, type ScheduleSnapshot } from '@hexaops/core';
import { isFromHere } from '../admission/source-address.ts';
import type { HttpHandler } from '../request/context.ts';

/**
 * `GET /v1/models/schedule`: what calls of private models wait for, and where their models are. Nodes are named to the machine
 * itself alone: to others they are numbers.
 */
export function getModelSchedule(engine: Engine): HttpHandler {
  return async (context) => {
    const schedules = engine.contributions(modelSchedulePoint);
    if (schedules.length === 0) {
      throw new HexaopsError('not-found', 'no plugin schedules private models here', {
        nextStep: 'list @hexaops/llm-ollama in the configuration',
      });
    }
    const named = isFromHere(context.req);
    context.body = {
      schedules: schedules.map((schedule) => {
        const snapshot = schedule.snapshot();
        return { id: schedule.id, ...(named ? snapshot : withoutNames(snapshot)) };
      }),
    };
  };
}

function withoutNames(snapshot: ScheduleSnapshot): ScheduleSnapshot {
  return { ...snapshot, nodes: snapshot.nodes.map((node, index) => ({ ...node, id: `node-${index + 1}` })) };
}
