/** One file of a bundle that is read. */
export interface BundleFile {
  /** Relative to the bundle's root, with slashes: `cluster-resources/pods/shop.json`. */
  readonly path: string;
  /** The one folder that the bundle is nested in; empty when it is not. */
  readonly folder: string;
  readonly content: Buffer;
  readonly modifiedAt: Date | undefined;
  /** Why it was not read, though it is there; then `content` is empty. */
  readonly skipped?: string;
}

const root = /^(?:([^/]+)\/)?((?:cluster-resources|evidence)\/.+)$/;

/** Splits the path of an entry into the bundle's folder and the path in it; undefined for what is not read. */
export function placeInBundle(path: string): Pick<BundleFile, 'folder' | 'path'> | undefined {
  const match = root.exec(path);
  if (match?.[2] === undefined) return undefined;
  return { folder: match[1] ?? '', path: match[2] };
}
