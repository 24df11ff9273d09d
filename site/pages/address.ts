/** Where a page of the repository stands on the site: `plugins/metrics/README.md` at `/plugins/metrics/`. */
export function addressOf(file: string): string {
  const place = file
    .replace(/^docs\/README\.md$/, 'contents.md')
    .replace(/^SECURITY\.md$/, 'reporting.md')
    .replace(/^docs\//, '')
    .replace(/(^|\/)README\.md$/, '$1')
    .replace(/\.md$/, '/')
    .toLowerCase();
  return `/${place}`;
}

/** Where a file that is no page is kept on the site. Code is shown as text, whatever a server thinks of its name. */
export function addressOfFile(file: string): string {
  return `/files/${file}${/\.(json|svg|png|ya?ml)$/.test(file) ? '' : '.txt'}`;
}
