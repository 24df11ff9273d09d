import { HexaopsError } from '@hexaops/core';

/** The text of an answer. Raises `result-too-large` rather than hold more than `bytes` of it. */
export async function readBounded(response: Response, bytes: number): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let read = 0;
  for await (const chunk of response.body ?? []) {
    read += (chunk as Uint8Array).byteLength;
    if (read > bytes) {
      throw new HexaopsError('result-too-large', `the answer has more than ${bytes} bytes`, {
        nextStep: 'ask for fewer series: aggregate with sum by (...), or take topk(10, ...)',
      });
    }
    text += decoder.decode(chunk as Uint8Array, { stream: true });
  }
  return text + decoder.decode();
}
