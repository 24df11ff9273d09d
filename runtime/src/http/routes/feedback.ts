import type { Engine, Feedback, Infer } from '@hexaops/core';
import { callerOf, idOf, type HttpContext, type HttpHandler } from '../request/context.ts';
import { feedbackAliasSchema, feedbackCommandSchema } from '../schemas/feedback.ts';
import { validateBody } from '../schemas/validate.ts';

const asFeedback = validateBody(feedbackCommandSchema);
const asAlias = validateBody(feedbackAliasSchema);

/** `POST /v1/runs/{id}/feedback`: what the person thinks of a run of theirs. */
export function postRunFeedback(engine: Engine): HttpHandler {
  return (context) => tell(context, engine, idOf(context), asAlias(context.state.body));
}

/** `{"feedback": {...}}` on the chat's path. */
export function takeFeedback(context: HttpContext, engine: Engine): Promise<void> {
  const { run_id, ...rating } = asFeedback(context.state.body).feedback;
  return tell(context, engine, run_id, rating);
}

async function tell(
  context: HttpContext,
  engine: Engine,
  run: string,
  { score, comment }: Infer<typeof feedbackAliasSchema>,
): Promise<void> {
  const feedback: Feedback = { score, ...(comment === undefined ? {} : { comment }) };
  await engine.feedback(callerOf(context), run, feedback);
  context.state.run = run;
  context.status = 202;
  context.body = { run_id: run, score };
}
