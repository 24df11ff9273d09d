import { dirname, join } from 'node:path/posix';
import { pictureOfHtml } from '../../test/documentation/markdown.ts';

/** What a link of a page leads to on the site; undefined: it stays as it is. */
export type Target = (file: string) => string | undefined;

/**
 * The links of a page that lead to files of the repository, made to lead to their places on the site. Code is left alone;
 * a link without a place there becomes its own text.
 */
export function rewriteLinks(markdown: string, file: string, target: Target): string {
  return outsideOfCode(markdown, (prose) => rewriteProse(prose, file, target));
}

function rewriteProse(prose: string, file: string, target: Target): string {
  const pictured = prose.replaceAll(pictureOfHtml, (whole, to: string) =>
    whole.replace(to, () => target(join(dirname(file), to)) ?? to),
  );
  return pictured.replaceAll(link, (whole, image: string, text: string, to: string) => {
    const inner = rewriteProse(text, file, target);
    if (/^([a-z]+:|#)/.test(to)) return `${image}[${inner}](${to})`;
    const [path = '', anchor] = to.split('#');
    const found = target(join(dirname(file), path));
    if (found === undefined) return image === '' ? inner : whole;
    return `${image}[${inner}](${found}${anchor === undefined ? '' : `#${anchor}`})`;
  });
}

/** A picture may stand inside of a link. */
const link = /(!?)\[((?:[^[\]]|\[[^\]]*\](?:\([^)]*\))?)*)\]\(([^)\s]+)\)/g;
const code = /(^ *```.*?^ *```$|`+[^`\n]*`+)/gms;

/** Code inside of a link's text belongs to the link, so it is set aside and put back. */
function outsideOfCode(markdown: string, change: (prose: string) => string): string {
  const kept: string[] = [];
  const prose = markdown.replaceAll(code, (piece) => `\u0000${kept.push(piece) - 1}\u0000`);
  return change(prose).replaceAll(/\0(\d+)\0/g, (_, index: string) => kept[Number(index)] ?? '');
}
