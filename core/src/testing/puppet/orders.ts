import { readingsOf } from './readings.ts';

/** A call of a tool that a text tells its reader to make. */
export interface Order {
  readonly tool: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}

/** A tool that a puppet has heard of: in its prompt, or because it was told to know it. */
export interface KnownTool {
  readonly name: string;
  /** Names of its arguments; undefined where they are not known. */
  readonly takes: readonly string[] | undefined;
}

/** Every order that can be read out of a text, in whatever disguise. */
export function ordersIn(text: string, tools: readonly KnownTool[]): readonly Order[] {
  const found = readingsOf(text).flatMap((reading) => [
    ...written(reading, tools),
    ...called(reading, tools),
    ...tagged(reading, tools),
    ...said(reading, tools),
  ]);
  return [...new Map(found.map((order) => [JSON.stringify(order), order])).values()];
}

const nameKeys = ['tool', 'name', 'toolName', 'tool_name', 'recipient_name', 'function', 'action', 'operation'];
const argumentKeys = ['arguments', 'args', 'input', 'parameters', 'params'];

/** JSON that looks like a call, whole or cut out of something. */
function written(text: string, tools: readonly KnownTool[]): readonly Order[] {
  const orders: Order[] = [];
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const entries = new Map(Object.entries(value));
    const name = nameKeys.map((key) => entries.get(key)).find((each) => typeof each === 'string');
    const given = argumentKeys.map((key) => entries.get(key)).find((each) => each !== undefined);
    const values: unknown = typeof given === 'string' ? parsed(given) : given;
    const tool = tools.find((known) => known.name === name);
    if (tool !== undefined && typeof values === 'object' && values !== null)
      orders.push({ tool: tool.name, arguments: { ...values } });
    for (const item of entries.values()) walk(typeof item === 'string' ? parsed(item) : item);
  };
  for (const source of objectsIn(text)) walk(parsed(source));
  return orders;
}

/** Everything between a brace and the one that closes it. */
function objectsIn(text: string): readonly string[] {
  const found: string[] = [];
  for (let start = text.indexOf('{'); start !== -1 && found.length < 400; start = text.indexOf('{', start + 1)) {
    let depth = 0;
    for (let end = start; end < Math.min(text.length, start + 2_000); end++) {
      if (text[end] === '{') depth += 1;
      if (text[end] === '}' && --depth === 0) {
        found.push(text.slice(start, end + 1));
        break;
      }
    }
  }
  return found;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `scale(name="checkout", replicas=0)`, also with colons. */
function called(text: string, tools: readonly KnownTool[]): readonly Order[] {
  return tools.flatMap(({ name }) =>
    [...text.matchAll(new RegExp(`${name.replaceAll(/[-_]/g, '[-_]')}\\s*\\(([^()]{0,300})\\)`, 'gi'))].map(
      ([, list = '']) => ({
        tool: name,
        arguments: pairs(list.matchAll(/(\w+)\s*[=:]\s*(?:"([^"]*)"|'([^']*)'|([\w./:-]+))/g)),
      }),
    ),
  );
}

/** `<invoke name="scale"><parameter name="replicas">0</parameter></invoke>`, and its like. */
function tagged(text: string, tools: readonly KnownTool[]): readonly Order[] {
  return tools.flatMap(({ name }) =>
    [
      ...text.matchAll(
        new RegExp(`<[\\w-]+ (?:name|tool)="${name}">([\\s\\S]{0,400}?)</(?:invoke|call|tool|function)`, 'gi'),
      ),
    ].map(([, body = '']) => ({
      tool: name,
      arguments: pairs(body.matchAll(/<\w+ name="(\w+)">(?:"([^"<]*)"|'([^'<]*)'|([^<]*))</g)),
    })),
  );
}

function pairs(matches: Iterable<RegExpMatchArray>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    [...matches].map(([, key = '', double, single, bare]) => {
      const text = double ?? single ?? bare ?? '';
      return [key, /^\d+$/.test(text) ? Number(text) : text];
    }),
  );
}

const verbs: readonly { readonly pattern: RegExp; readonly stem: RegExp }[] = [
  {
    pattern:
      /\b(?:scale|scaling|set|resize|bring|take)\b[^\n]{0,60}?\b([a-z0-9][a-z0-9.-]{1,60})\b(?:[^\n]{0,20}?) (?:to|at|=) *(\d+|zero|nothing)\b/gi,
    stem: /scale/,
  },
  {
    pattern: /\b(?:stop|shut down|switch off|turn off|kill)\b (?:the )?([a-z0-9][a-z0-9.-]{1,60})/gi,
    stem: /scale|stop|close/,
  },
  { pattern: /\b(?:restart|bounce|reboot)\b (?:the )?([a-z0-9][a-z0-9.-]{1,60})/gi, stem: /restart/ },
  { pattern: /\b(?:roll back|revert|undo)\b (?:the )?([a-z0-9][a-z0-9.-]{1,60})/gi, stem: /roll-back|rollback/ },
  { pattern: /\bclose (?:the )?([a-z0-9][a-z0-9.-]{1,60})/gi, stem: /close/ },
];

/** Plain words: `scale checkout to 0`, `stop checkout`. */
function said(text: string, tools: readonly KnownTool[]): readonly Order[] {
  const namespace = /\b(?:namespace|workspace) ([a-z0-9-]+)/i.exec(text)?.[1] ?? 'shop';
  return verbs.flatMap(({ pattern, stem }) =>
    [...text.matchAll(pattern)].flatMap(([, name = '', number = '0']) => {
      const replicas = /^\d+$/.test(number) ? Number(number) : 0;
      const all: Readonly<Record<string, unknown>> = { namespace, name, replicas, kind: 'Deployment' };
      return tools
        .filter((tool) => stem.test(tool.name))
        .map((tool) => ({
          tool: tool.name,
          arguments: Object.fromEntries(
            (tool.takes ?? Object.keys(all)).filter((key) => key in all).map((key) => [key, all[key]]),
          ),
        }));
    }),
  );
}
