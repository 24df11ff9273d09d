/** The pages of a built site by their paths, `/rules/index.html`; files that are no pages with an empty text. */
export type Site = ReadonlyMap<string, string>;

/**
 * Links that lead nowhere, each as `page: link`: to a file or an anchor of the site that is not there. Links to other
 * sites are not followed.
 */
export function deadLinks(site: Site): readonly string[] {
  const anchors = new Map([...site].map(([path, html]) => [path, anchorsOf(html)]));
  return [...site].flatMap(([path, html]) =>
    [...new Set(linksOf(html))]
      .filter((link) => {
        if (isElsewhere(link)) return false;
        const { pathname, hash } = new URL(link, `http://site${path.replace(/index\.html$/, '')}`);
        const found = anchors.get(decodeURIComponent(pathname.endsWith('/') ? `${pathname}index.html` : pathname));
        return found === undefined || (hash !== '' && !found.has(decodeURIComponent(hash.slice(1))));
      })
      .map((link) => `${path}: ${link}`),
  );
}

/** What a page makes a browser fetch from elsewhere by itself: nothing may. */
export function foreignParts(site: Site): readonly string[] {
  return [...site].flatMap(([path, html]) =>
    [
      ...html.matchAll(
        /<(?:script|img|link|iframe|source|video|audio)\b[^>]*\b(?:src|href|srcset)="((?:https?:)?\/\/[^"]*)"/g,
      ),
    ]
      .filter(([tag]) => !/^<link\b[^>]*\brel="(?:canonical|sitemap|alternate)"/.test(tag))
      .map(([, address = '']) => `${path}: ${address}`),
  );
}

function linksOf(html: string): readonly string[] {
  return [...html.matchAll(/<(?:a|img|link|script)\b[^>]*?\s(?:href|src)="([^"]*)"/g)].map(([, link = '']) =>
    link.replaceAll('&amp;', '&').replaceAll('&#38;', '&'),
  );
}

function isElsewhere(link: string): boolean {
  return /^([a-z][a-z0-9+.-]*:|\/\/)/i.test(link);
}

function anchorsOf(html: string): ReadonlySet<string> {
  return new Set([...html.matchAll(/\sid="([^"]+)"/g)].map(([, id = '']) => id));
}
