/** Splits what comes into lines; the last may have no end. Text that is cut in the middle of a character is put together. */
export class Lines {
  readonly #decoder = new TextDecoder();
  #rest = '';

  push(bytes: Uint8Array): readonly string[] {
    const lines = (this.#rest + this.#decoder.decode(bytes, { stream: true })).split('\n');
    this.#rest = lines.pop() ?? '';
    return lines.filter((line) => line.trim() !== '');
  }

  end(): readonly string[] {
    const rest = this.#rest + this.#decoder.decode();
    this.#rest = '';
    return rest.trim() === '' ? [] : [rest];
  }
}

/** The JSON values of a body that has one on each line. */
export async function* jsonLines(body: AsyncIterable<Uint8Array>): AsyncIterable<Readonly<Record<string, unknown>>> {
  const lines = new Lines();
  for await (const bytes of body) for (const line of lines.push(bytes)) yield parse(line);
  for (const line of lines.end()) yield parse(line);
}

function parse(line: string): Readonly<Record<string, unknown>> {
  const value: unknown = JSON.parse(line);
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
