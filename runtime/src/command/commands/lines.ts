const lineFeed = 0x0a;

/**
 * The lines of a stream as bytes, without the line feeds that end them; nothing else ends a line. What follows the last
 * line feed is a line where it is not empty. Of a line at most `keptBytes` are kept, however long it is.
 */
export async function* linesOf(
  input: AsyncIterable<unknown>,
  keptBytes: number,
): AsyncGenerator<Uint8Array, void, void> {
  let kept: Uint8Array[] = [];
  let keptLength = 0;
  let isOpen = false;
  const keep = (bytes: Uint8Array): void => {
    isOpen ||= bytes.length > 0;
    const room = bytes.subarray(0, keptBytes - keptLength);
    if (room.length === 0) return;
    kept.push(room);
    keptLength += room.length;
  };
  const take = (): Uint8Array => {
    const line = Buffer.concat(kept);
    [kept, keptLength, isOpen] = [[], 0, false];
    return line;
  };
  for await (const chunk of input) {
    let rest: Uint8Array = typeof chunk === 'string' ? Buffer.from(chunk) : (chunk as Uint8Array);
    for (let end = rest.indexOf(lineFeed); end !== -1; end = rest.indexOf(lineFeed)) {
      keep(rest.subarray(0, end));
      yield take();
      rest = rest.subarray(end + 1);
    }
    keep(rest);
  }
  if (isOpen) yield take();
}
