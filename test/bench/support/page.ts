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
