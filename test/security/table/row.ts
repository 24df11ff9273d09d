/** A test or a suite by its own name, as it stands in the file. */
export interface NamedTest {
  /** From the root of the repository. */
  readonly file: string;
  readonly name: string;
}

/** One threat: what keeps it from succeeding, and the tests without which nobody should believe that. */
export interface Row {
  readonly id: string;
  readonly threat: string;
  readonly control: string;
  readonly tests: readonly NamedTest[];
  /** Why nothing proves it yet. A table with such a row is not a pass. */
  readonly pending?: string;
}

export interface Table {
  readonly title: string;
  /** Where the rows' names are from. */
  readonly source: string;
  readonly rows: readonly Row[];
}

/** Several tests of one file. */
export function inFile(file: string, ...names: readonly string[]): readonly NamedTest[] {
  return names.map((name) => ({ file, name }));
}
