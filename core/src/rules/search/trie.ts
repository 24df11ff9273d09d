/** A state of a trie: the symbols that lead on, ascending, each with the number of the state it leads to. */
export interface TrieState {
  readonly state: number;
  readonly children: readonly (readonly [symbol: number, state: number])[];
  /** The sequence that ends here, or -1. */
  readonly literal: number;
}

interface Branch {
  readonly children: Map<number, Branch>;
  literal: number;
}

/** The states of a trie over the sequences, numbered breadth first: the children of a state stand side by side. */
export function growTrie(sequences: readonly (readonly number[])[]): readonly TrieState[] {
  const root: Branch = { children: new Map(), literal: -1 };
  for (const [literal, sequence] of sequences.entries()) {
    let branch = root;
    for (const symbol of sequence) {
      const next = branch.children.get(symbol) ?? { children: new Map(), literal: -1 };
      branch.children.set(symbol, next);
      branch = next;
    }
    branch.literal = literal;
  }
  const branches = [root];
  const states: TrieState[] = [];
  for (const { children, literal } of branches) {
    const inOrder = [...children].sort(([a], [b]) => a - b);
    states.push({
      state: states.length,
      children: inOrder.map(([symbol, child]) => [symbol, branches.push(child) - 1] as const),
      literal,
    });
  }
  return states;
}
