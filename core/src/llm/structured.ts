import { HexaopsError } from '../errors.ts';
import { valuesIn } from './json-in-text.ts';

/** Problems that are told of one output. */
const mostProblems = 20;

/**
 * The JSON of an output, plain and frozen. Models that were not held to a form wrap it in a fence or in words, or say it twice:
 * the first object that has the form counts. Raises `model-output-invalid` with every problem, for one attempt to mend it.
 */
export function structuredOutput(model: string, text: string, accept: (value: unknown) => readonly string[]): unknown {
  let problems: readonly string[] | undefined;
  for (const value of valuesIn(text)) {
    if (typeof value !== 'object' || value === null) continue;
    const found = accept(value);
    if (found.length === 0) return value;
    problems ??= found.slice(0, mostProblems);
  }
  throw new HexaopsError('model-output-invalid', `the output of the model ${model} does not have its form`, {
    nextStep: 'ask in other words, or choose another model for this purpose',
    details: { problems: problems ?? ['it is no JSON object'] },
  });
}
