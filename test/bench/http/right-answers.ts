import assert from 'node:assert/strict';
import { question, streamedQuestion } from './question.ts';

/** What the service answers to the question, checked for being right, as one reply and as a stream. */
export async function answersOf(
  url: string,
  token: string,
): Promise<{ readonly reply: string; readonly frames: string }> {
  const send = async (headers: Readonly<Record<string, string>>) => {
    const request = { method: 'POST', headers: { ...headers, authorization: `Bearer ${token}` }, body: question.body };
    const response = await fetch(url + question.path, request);
    assert.equal(response.status, 200);
    return response.text();
  };
  const reply = await send(question.headers);
  const { status, evidence } = JSON.parse(reply) as { readonly status: string; readonly evidence: readonly unknown[] };
  assert.deepEqual([status, evidence.length], ['completed', 1]);
  assert.match(reply, /orders-/, 'the pods of the workspace are listed');
  const frames = await send(streamedQuestion.headers);
  assert.match(frames, /event: run-started[\s\S]*event: evidence[\s\S]*event: answer[\s\S]*event: run-finished/);
  return { reply, frames };
}
