/** Bytes of one answer of a model's server, unpacked: of the longest outputs a few, and nothing that fills the memory. */
const mostBytes = 16 * 1024 * 1024;

/**
 * The same `fetch`, of whose answers no more than so many bytes are read: then they break off, and their connection is closed.
 * A server that a workspace has chosen may answer without end, with a line, an error or a form that readers keep whole.
 */
export function boundedFetch(fetch: typeof globalThis.fetch, most = mostBytes): typeof globalThis.fetch {
  return async (input, init) => {
    const response = await fetch(input, init);
    const { body, status, statusText, headers } = response;
    if (body === null) return response;
    let left = most;
    const bounded = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        left -= chunk.byteLength;
        if (left < 0) controller.error(new Error(`the answer is longer than ${most} bytes`));
        else controller.enqueue(chunk);
      },
    });
    return new Response(body.pipeThrough(bounded), { status, statusText, headers });
  };
}
