/** What the server tells the page of its place: `ConsoleConfig`, with its defaults. */
export interface Told {
  readonly chat: string;
  readonly settings?: string;
  readonly signIn?: string;
  readonly questions: readonly (string | { readonly ask: string; readonly about: string })[];
}

export const told: Told = JSON.parse(
  document.querySelector<HTMLMetaElement>('meta[name="hexaops-console"]')?.content ?? '{}',
) as Told;

/** Which workspace the page is about, where whoever links to it says; else the person's first. */
export const chosenWorkspace: string | undefined = new URLSearchParams(location.search).get('workspace') ?? undefined;
