/** A page as the site's generator takes it: its first heading is its title, which the generator writes itself. */
export function pageOf(markdown: string, title: string | undefined): string {
  const [, heading] = /^# (.+)$/m.exec(markdown) ?? [];
  const body = markdown.replace(/^# .+\n+/m, '');
  return `---\ntitle: ${JSON.stringify(title ?? plain(heading ?? 'Untitled'))}\n---\n\n${body}`;
}

function plain(heading: string): string {
  return heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').replaceAll(/[`*]/g, '');
}
