/** Bytes of a value as JSON in UTF-8, which is how a run is stored and counted. */
export function jsonBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value) ?? '', 'utf8');
}

/** As many of the first items as fit into the bytes, a comma after each. */
export function fitting<T>(items: readonly T[], bytes: number): readonly T[] {
  let used = 0;
  const end = items.findIndex((item) => (used += jsonBytes(item) + 1) > bytes);
  return end === -1 ? items : items.slice(0, end);
}

/** What of a text fits into the bytes, quotes not counted, at its beginning or its end; never half a character. */
export function fittingText(text: string, bytes: number, keep: 'first' | 'last' = 'first'): string {
  if (jsonBytes(text) - 2 <= bytes) return text;
  let [least, most] = [0, Math.min(text.length, Math.max(0, bytes))];
  while (least < most) {
    const middle = Math.ceil((least + most) / 2);
    if (jsonBytes(endOf(text, middle, keep)) - 2 <= bytes) least = middle;
    else most = middle - 1;
  }
  return endOf(text, least, keep);
}

/** So many characters, or one less where the cut would go through a surrogate pair. */
function endOf(text: string, length: number, keep: 'first' | 'last'): string {
  if (length === 0) return '';
  if (keep === 'last') return text.slice(-length).replace(/^[\udc00-\udfff]/, '');
  return text.slice(0, length).replace(/[\ud800-\udbff]$/, '');
}
