import { HexaopsError } from '@hexaops/core';

/** One mistake of the configuration, and where it was made. */
export interface ConfigProblem {
  /** `plugins[0].config.audience`. */
  readonly path: string;
  readonly message: string;
  /** The file's name, `environment variable NAME`, or `--set`. */
  readonly source: string;
  /** From 1; only in a file. */
  readonly line?: number;
  readonly column?: number;
}

/** All mistakes in one error. */
export function configInvalid(problems: readonly ConfigProblem[]): HexaopsError {
  const sources = [...new Set(problems.map(({ source }) => source))];
  return new HexaopsError(
    'config-invalid',
    `the configuration is not valid:\n${problems.map((problem) => `  ${printProblem(problem)}`).join('\n')}`,
    {
      nextStep: `correct ${sources.join(', ')}; docs/configuration-reference.md names every key`,
      details: { problems },
    },
  );
}

function printProblem({ path, message, source, line, column }: ConfigProblem): string {
  const place = line === undefined ? source : `${source}:${line}:${column ?? 1}`;
  return `${place}: ${path} ${message}`;
}
