import { HexaopsError } from '../errors.ts';
import { plainCopy } from '../run/plain.ts';

/** Problems that are told of one output. */
const mostProblems = 20;

/**
 * The JSON of an output, plain and frozen. Models that were not held to a form wrap it in a fence or in words: the first
 * object that is complete counts. Raises `model-output-invalid` with every problem, for one attempt to mend it.
 */
export function structuredOutput(model: string, text: string, accept: (value: unknown) => readonly string[]): unknown {
  const value = parsed(text);
  const problems = value === undefined ? ['it is no JSON object'] : accept(value).slice(0, mostProblems);
  if (problems.length === 0) return value;
  throw new HexaopsError('model-output-invalid', `the output of the model ${model} does not have its form`, {
    nextStep: 'ask in other words, or choose another model for this purpose',
    details: { problems },
  });
}

function parsed(text: string): unknown {
  for (const candidate of [text, text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1)]) {
    try {
      const value: unknown = JSON.parse(candidate);
      if (typeof value === 'object' && value !== null) return plainCopy(value);
    } catch {
      // The next candidate.
    }
  }
  return undefined;
}
