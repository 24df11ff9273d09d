/** The page with the section `## name` replaced, or added at its end. */
export function replaceSection(page: string, name: string, content: string): string {
  const parts = page.split(/^(?=## )/m);
  const head = `## ${name}\n`;
  const section = `${head}\n${content}`;
  const place = parts.findIndex((part) => part.startsWith(head));
  if (place === -1) return `${page.trimEnd()}\n\n${section}`;
  return `${parts
    .with(place, section)
    .map((part) => part.trimEnd())
    .join('\n\n')}\n`;
}

/** The page with what stands between `<!-- name -->` and `<!-- /name -->` replaced. Raises where the page has no such place. */
export function replacePart(page: string, name: string, content: string): string {
  const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const from = page.indexOf(begin);
  const to = page.indexOf(end, from);
  if (from === -1 || to === -1) throw new Error(`the page has no ${begin} with ${end} after it`);
  return `${page.slice(0, from + begin.length)}\n\n${content.trim()}\n\n${page.slice(to)}`;
}
