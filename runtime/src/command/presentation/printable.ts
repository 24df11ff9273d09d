/**
 * Text that others may have written (names, logs, messages of a cluster), safe for a terminal: control characters, which
 * could move the cursor or change what has been printed, and marks that turn the direction of writing are shown by number.
 */
export function printable(text: string): string {
  return text.replaceAll(controls, escaped);
}

/** The same for a text of several lines, in which a tab is two spaces. */
export function printableLines(text: string): string {
  return text.replaceAll('\r\n', '\n').replaceAll('\t', '  ').split('\n').map(printable).join('\n');
}

/** JSON that is safe for a terminal, and means the same. */
export function printableJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent).replaceAll(unescapedInJson, escaped);
}

const controls = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;
/** JSON escapes the others itself; the line breaks between its parts stay. */
const unescapedInJson = /(?!\n)[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
