export interface BodyText {
  readonly text: string;
  /** There was more. */
  readonly truncated: boolean;
}

/**
 * The text of a body in UTF-8, of which no more than `byteCap` bytes are ever held. What is longer is cut, between two
 * characters, and the rest is not read: the body is ended as a loop that is left ends it, which lets go of its connection.
 */
export async function readBody(body: AsyncIterable<Uint8Array> | null | undefined, byteCap: number): Promise<BodyText> {
  const decoder = new TextDecoder();
  let text = '';
  let left = byteCap;
  for await (const chunk of body ?? []) {
    if (chunk.byteLength > left) {
      // Without a last call, what the decoder holds of a character that is cut in two is dropped.
      return { text: text + decoder.decode(chunk.subarray(0, left), { stream: true }), truncated: true };
    }
    left -= chunk.byteLength;
    text += decoder.decode(chunk, { stream: true });
  }
  return { text: text + decoder.decode(), truncated: false };
}
