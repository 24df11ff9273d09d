import { readBody, HexaopsError } from '@hexaops/core';

/** The text of an answer. Raises `result-too-large` rather than hold more than `bytes` of it. */
export async function readBounded(response: Response, bytes: number): Promise<string> {
  const { text, truncated } = await readBody(response.body, bytes);
  if (!truncated) return text;
  throw new HexaopsError('result-too-large', `the answer has more than ${bytes} bytes`, {
    nextStep: 'ask for fewer series: aggregate with sum by (...), or take topk(10, ...)',
  });
}
