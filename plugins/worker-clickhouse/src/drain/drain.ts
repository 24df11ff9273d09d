import { maskedTokens } from './mask.ts';

/**
 * Drain: groups lines of logs by what they have in common, one after the other, in bounded memory.
 * P. He, J. Zhu, Z. Zheng, M. R. Lyu: "Drain: An Online Log Parsing Approach with Fixed Depth Tree", IEEE ICWS 2017. As
 * there: preprocessing, a level by the number of tokens, levels by the first tokens, the most similar group of the leaf, and
 * its template updated. As in its successor Drain3: the group that no line has met for longest goes when there are too many.
 */
export interface DrainOptions {
  /** Levels by tokens, beside that by their number. 1 unless told, as in Drain3. */
  readonly levels?: number;
  /** Share of equal tokens from which a line belongs to a group, 0 to 1. */
  readonly similarity?: number;
  /** Of one node; further tokens share one. */
  readonly children?: number;
  readonly groups?: number;
}

export interface Group {
  /** Its tokens; `<*>` where its lines differ. It changes while lines come. */
  readonly tokens: readonly string[];
  readonly template: string;
}

const wildcard = '<*>';
const mostTokens = 100;

class Cluster implements Group {
  tokens: readonly string[];
  readonly leaf: Node;

  constructor(tokens: readonly string[], leaf: Node) {
    this.tokens = tokens;
    this.leaf = leaf;
  }

  get template(): string {
    return this.tokens.join(' ');
  }
}

/** Of the tree. Those at its depth hold groups, the others hold nodes. */
class Node {
  readonly children = new Map<string, Node>();
  readonly clusters = new Set<Cluster>();
  readonly #parent: Node | undefined;
  readonly #key: string;

  constructor(parent?: Node, key = '') {
    this.#parent = parent;
    this.#key = key;
  }

  child(key: string): Node {
    const found = this.children.get(key) ?? new Node(this, key);
    this.children.set(key, found);
    return found;
  }

  /** Takes itself out of the tree where nothing is left in it. */
  prune(): void {
    if (this.children.size > 0 || this.clusters.size > 0 || this.#parent === undefined) return;
    this.#parent.children.delete(this.#key);
    this.#parent.prune();
  }
}

export class Drain {
  readonly #levels: number;
  readonly #similarity: number;
  readonly #children: number;
  readonly #limit: number;
  readonly #root = new Node();
  /** In the order in which lines have last met them. */
  readonly #clusters = new Set<Cluster>();
  readonly #gone: (group: Group) => void;

  /** `gone` is told of each group that is given up for room. */
  constructor(options: DrainOptions = {}, gone: (group: Group) => void = () => undefined) {
    const { levels = 1, similarity = 0.6, children = 100, groups = 2000 } = options;
    this.#levels = levels;
    this.#similarity = similarity;
    this.#children = children;
    this.#limit = groups;
    this.#gone = gone;
  }

  get groups(): readonly Group[] {
    return [...this.#clusters];
  }

  /** The group of the line: one that there is, or a new one. */
  add(message: string): Group {
    const tokens = tokensOf(message);
    const leaf = this.#leafOf(tokens);
    const found = this.#mostSimilar(leaf, tokens);
    if (found === undefined) {
      const made = new Cluster(tokens, leaf);
      leaf.clusters.add(made);
      this.#touch(made);
      this.#makeRoom();
      return made;
    }
    if (found.tokens.some((token, at) => token !== tokens[at]))
      found.tokens = found.tokens.map((token, at) => (token === tokens[at] ? token : wildcard));
    this.#touch(found);
    return found;
  }

  #leafOf(tokens: readonly string[]): Node {
    return tokens
      .slice(0, this.#levels)
      .reduce((node, token) => node.child(this.#keyOf(node, token)), this.#root.child(String(tokens.length)));
  }

  /** A token with a digit is a value more often than a word; and a node holds so many tokens and no more. */
  #keyOf({ children }: Node, token: string): string {
    if (children.has(token)) return token;
    return /\d/.test(token) || children.size >= this.#children - 1 ? wildcard : token;
  }

  /** The most alike, and of those the one with the fewest wildcards. */
  #mostSimilar({ clusters }: Node, tokens: readonly string[]): Cluster | undefined {
    let best: Cluster | undefined;
    let most = -1;
    let fewest = Infinity;
    for (const cluster of clusters) {
      let equal = 0;
      let wild = 0;
      for (let at = 0; at < tokens.length; at += 1) {
        const token = cluster.tokens[at];
        if (token === wildcard) wild += 1;
        else if (token === tokens[at]) equal += 1;
      }
      if (equal > most || (equal === most && wild < fewest)) {
        best = cluster;
        most = equal;
        fewest = wild;
      }
    }
    return tokens.length === 0 || most / tokens.length >= this.#similarity ? best : undefined;
  }

  #touch(cluster: Cluster): void {
    this.#clusters.delete(cluster);
    this.#clusters.add(cluster);
  }

  #makeRoom(): void {
    if (this.#clusters.size <= this.#limit) return;
    const [oldest] = this.#clusters;
    if (oldest === undefined) return;
    this.#clusters.delete(oldest);
    oldest.leaf.clusters.delete(oldest);
    oldest.leaf.prune();
    this.#gone(oldest);
  }
}

function tokensOf(message: string): readonly string[] {
  const tokens = maskedTokens(message);
  return tokens.length <= mostTokens ? tokens : [...tokens.slice(0, mostTokens), wildcard];
}
