export type JsonObject = Readonly<Record<string, unknown>>;

/**
 * A JSON object in which no name occurs twice at any depth. Two parsers that disagree about which of two values counts
 * would see two different tokens (RFC 8725 2.6, RFC 7515 5.2), so such text is refused. Raises `SyntaxError`.
 */
export function parseJsonObject(text: string): JsonObject {
  const value = parseJson(text);
  if (!isJsonObject(value)) throw new SyntaxError('not a JSON object');
  refuseDuplicateNames(text);
  return value;
}

/** The engine's own message quotes the text, which may be a secret. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new SyntaxError('not JSON');
  }
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object's own member: `__proto__` and `constructor` name nothing unless the text says so. */
export function member(object: JsonObject, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/** `text` is known to be JSON. */
function refuseDuplicateNames(text: string): void {
  const open: Set<string>[] = [];
  for (let position = 0; position < text.length; position++) {
    const character = text[position];
    if (character === '{' || character === '[') open.push(new Set());
    else if (character === '}' || character === ']') open.pop();
    else if (character === '"') {
      const end = endOfString(text, position);
      if (nextVisible(text, end) === ':') addName(open.at(-1), JSON.parse(text.slice(position, end)) as string);
      position = end - 1;
    }
  }
}

function addName(names: Set<string> | undefined, name: string): void {
  if (names?.has(name) === true) throw new SyntaxError('a name occurs twice');
  names?.add(name);
}

/** The position behind the closing quote. */
function endOfString(text: string, start: number): number {
  let position = start + 1;
  while (text[position] !== '"') position += text[position] === '\\' ? 2 : 1;
  return position + 1;
}

function nextVisible(text: string, from: number): string | undefined {
  let position = from;
  while (position < text.length && ' \t\r\n'.includes(text[position] ?? '')) position++;
  return text[position];
}
