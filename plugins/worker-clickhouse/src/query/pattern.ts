import { placeholder } from '../drain/mask.ts';

/**
 * What `LIKE` takes: the text anywhere in a message, its own signs as they are, and each placeholder of a template of lines
 * (`<*>`, `<num>`) as anything, so that a template can be searched for.
 */
export function likePattern(text: string): string {
  const parts = text.split(placeholder).map((part) => part.replaceAll(/[\\%_]/g, String.raw`\$&`));
  return `%${parts.join('%')}%`;
}
