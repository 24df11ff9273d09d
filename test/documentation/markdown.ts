import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const repository = fileURLToPath(new URL('../..', import.meta.url));

/** Paths from the repository's root. */
export async function markdownFiles(): Promise<readonly string[]> {
  const generated = new Set(['node_modules', 'dist', '.git']);
  const files: string[] = [];
  for await (const file of glob('**/*.md', { cwd: repository, exclude: (name) => generated.has(name) }))
    files.push(file);
  return files.sort();
}

export async function readMarkdown(file: string): Promise<string> {
  return readFile(join(repository, file), 'utf8');
}

/** Targets of the links of a text, and of its pictures, but not those that stand in code. */
export function linksOf(markdown: string): readonly string[] {
  const prose = markdown.replaceAll(/^```.*?^```$/gms, '').replaceAll(/`[^`\n]*`(?!\])/g, '');
  const targets = [...prose.matchAll(/\]\(([^)\s]+)\)/g), ...prose.matchAll(pictureOfHtml)];
  return targets.map(([, target = '']) => target);
}

/** Where a page has another picture in the dark: `<source srcset="...">` and `<img src="...">`. */
export const pictureOfHtml = /(?<=<(?:img|source)\s[^>]*)\bsrc(?:set)?="([^"]+)"/g;

/** What may follow `#` in a link to this text, as Git hosts make it of headings. */
export function anchorsOf(markdown: string): ReadonlySet<string> {
  const prose = markdown.replaceAll(/^```.*?^```$/gms, '');
  return new Set(
    [...prose.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

/** Fenced blocks and inline code: where commands stand. */
export function codeOf(markdown: string): readonly string[] {
  const blocks = [...markdown.matchAll(/^```[^\n]*\n(.*?)^```$/gms)].map(([, code = '']) => code);
  const inline = [...markdown.replaceAll(/^```.*?^```$/gms, '').matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);
  return [...blocks, ...inline];
}

/** Fenced blocks with what is said of their language: `yaml`, `json body`. */
export function blocksOf(markdown: string): readonly { readonly language: string; readonly text: string }[] {
  return [...markdown.matchAll(/^```([^\n]*)\n(.*?)^```$/gms)].map(([, language = '', text = '']) => ({
    language,
    text,
  }));
}

/** As the formatter of the project would write it: pages that are made are formatted like those that are written. */
export async function formatted(markdown: string): Promise<string> {
  const { format } = await import('oxfmt');
  const { code } = await format('page.md', markdown, { printWidth: 120, singleQuote: true });
  return code;
}
