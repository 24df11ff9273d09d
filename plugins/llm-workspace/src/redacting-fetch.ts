/** Of an answer that is no success, only a sentence is of use. */
const problemBytes = 16 * 1024;

/** Seconds, or a date as HTTP writes them. */
const wait = /^(?:\d{1,9}(?:\.\d{1,9})?|[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT)$/;

/**
 * The same `fetch`, whose answers that are no success do not say the key back: they become errors, and errors are shown. Of
 * their headers only the type of the text is kept, and how long to wait.
 */
export function redactingFetch(fetch: typeof globalThis.fetch, key: string | undefined): typeof globalThis.fetch {
  if (key === undefined) return fetch;
  return async (input, init) => {
    const response = await fetch(input, init);
    if (response.ok) return response;
    const { status, statusText } = response;
    const text = (await readStart(response)).replaceAll(key, '[redacted]');
    const type = response.headers.get('content-type')?.replaceAll(key, 'redacted');
    const headers = new Headers({ 'content-type': type ?? 'text/plain' });
    for (const name of ['retry-after', 'retry-after-ms', 'date']) {
      const told = response.headers.get(name);
      if (told !== null && wait.test(told)) headers.set(name, told);
    }
    return new Response(text, { status, statusText, headers });
  };
}

async function readStart(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    if (text.length > problemBytes) break;
  }
  return text;
}
