/** Where a value comes from that does not stand in the file itself. */
export interface Source {
  readonly path: readonly string[];
  /** `reference`: the file names the source there. `override`: the source replaces what the file says. */
  readonly kind: 'reference' | 'override';
  /** `environment variable HEXAOPS_SERVER__PORT`, `--set`, `file /run/secrets/key`. */
  readonly from: string;
  /** Not to be printed. */
  readonly secret: boolean;
}

/** The last word on a path: of itself or of what encloses it. */
export function sourceOf(sources: readonly Source[], path: readonly string[]): Source | undefined {
  return sources.findLast(
    (source) => source.path.length <= path.length && source.path.every((key, index) => key === path[index]),
  );
}
