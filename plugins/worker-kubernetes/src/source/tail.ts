/** The last lines and bytes of a log, whole lines only where more was cut. Bytes that are no UTF-8 are replaced. */
export function tailOf(
  content: Buffer,
  { bytes, lines }: { bytes?: number; lines?: number },
): { text: string; truncated: boolean } {
  let start = 0;
  if (bytes !== undefined && content.length > bytes) {
    const newline = content.indexOf(0x0a, content.length - bytes - 1);
    start = newline === -1 || newline === content.length - 1 ? content.length - bytes : newline + 1;
  }
  if (lines !== undefined) start = Math.max(start, startOfLast(content, lines));
  return { text: content.toString('utf8', start), truncated: start > 0 };
}

function startOfLast(content: Buffer, lines: number): number {
  let position = content.at(-1) === 0x0a ? content.length - 1 : content.length;
  for (let count = 0; count < lines; count++) {
    if (position <= 0) return 0;
    const newline = content.lastIndexOf(0x0a, position - 1);
    if (newline === -1) return 0;
    position = newline;
  }
  return position + 1;
}
