import { resources } from '../cluster/resources.ts';

/** What a person's words say about an object: `the "checkout" deployment in shop`. All in lower case. */
export interface ObjectWords {
  /** What may be the name, as written: `redis cart`. Empty where only a kind was said. */
  readonly name: string;
  /** The kinds that the words may mean by name, plural, short name or a manner of speaking; empty where none was said. */
  readonly kinds: readonly string[];
  /** The kind was said after the name, `checkout service`, `checkout pods`: a manner of speaking more than a kind. */
  readonly loosely: boolean;
  /** Set where a namespace was marked as one: `shop/checkout`, `-n shop`, `in the shop namespace`. */
  readonly namespace?: string;
  /** Set where the end of the words may be a namespace, or a part of the name: `checkout in shop`. */
  readonly perhaps?: { readonly name: string; readonly namespace: string };
}

const workloads = ['Deployment', 'StatefulSet', 'DaemonSet'];

/** Manners of speaking that name no resource of the API. `service` is also one of them, beside the kind. */
const spoken: Readonly<Record<string, readonly string[]>> = {
  app: workloads,
  application: workloads,
  component: workloads,
  container: workloads,
  microservice: workloads,
  workload: workloads,
  volume: ['PersistentVolumeClaim'],
  claim: ['PersistentVolumeClaim'],
  host: ['Node'],
  machine: ['Node'],
};

const kindsByWord = new Map<string, readonly string[]>([
  ...resources.flatMap(({ kind, plural, shortNames }) =>
    [kind, plural, ...shortNames].map((word) => [word.toLowerCase(), [kind]] as const),
  ),
  ...Object.entries(spoken).flatMap(([word, kinds]) => [[word, kinds] as const, [`${word}s`, kinds] as const]),
]);

/** The kinds that a word means: `deploy`, `pods`, `app`. Empty where it means none. */
function kindsOfWord(word: string): readonly string[] {
  return kindsByWord.get(word.toLowerCase()) ?? [];
}

const quotes = /["'`\u2018\u2019\u201c\u201d\u00ab\u00bb]/gu;
const politeness =
  /^(?:(?:please|the|my|our|a|an|this|that|all|called|named)\s+)+|(?:\s+(?:please|now|again|right now|thanks|thank you))+$/gu;
const flag = /\s+(?:-n|--namespace)[\s=]+(\S+)$/u;
const marked =
  /\s+(?:in|from|of|on|inside|within)\s+(?:the\s+)?(?:(?:namespace|ns|project)\s+(\S+)|(\S+)\s+(?:namespace|ns|project))$/u;
const unmarked = /^(.+)\s+(?:in|from|@)\s+(?:the\s+)?(\S+)$/u;
const parentheses = /\s*\(([^()\s]+)\)$/u;

/** Reads a person's words. Never fails: what it does not understand stays part of the name. */
export function readWords(words: string): ObjectWords {
  let text = words
    .slice(0, 300)
    .toLowerCase()
    .replace(quotes, '')
    .replace(/[\s,;:!?]+/gu, ' ')
    .trim()
    .replace(/\.+$/u, '')
    .replace(politeness, '')
    .trim();

  let namespace: string | undefined;
  for (const pattern of [flag, marked, parentheses]) {
    const match = pattern.exec(text);
    if (match === null) continue;
    namespace = match[1] ?? match[2];
    text = text.slice(0, match.index);
    break;
  }

  const kindless = withoutKind(text);
  const path = splitPath(kindless.name);
  const name = path.name;
  const said = path.kinds.length > 0 ? { kinds: path.kinds, loosely: false } : pick(kindless);
  const found = path.namespace ?? namespace;
  if (found !== undefined) return { name, ...said, namespace: found };

  const place = unmarked.exec(name);
  if (place?.[1] === undefined || place[2] === undefined) return { name, ...said };
  const placed = withoutKind(place[1]);
  return {
    name,
    ...(said.kinds.length > 0 ? said : pick(placed)),
    perhaps: { name: placed.name, namespace: place[2] },
  };
}

/** `deployment/checkout`, `shop/checkout`, `deployment/shop/checkout`. */
function splitPath(text: string): {
  readonly name: string;
  readonly kinds: readonly string[];
  readonly namespace?: string;
} {
  const parts = text.split('/').map((part) => part.trim());
  const [first = '', second, third] = parts;
  if (second === undefined || parts.length > 3 || parts.includes('')) return { name: text, kinds: [] };
  const kinds = kindsOfWord(first.replace(/\..*$/u, ''));
  if (third !== undefined) return { name: third, kinds, namespace: second };
  return kinds.length > 0 ? { name: second, kinds } : { name: second, kinds: [], namespace: first };
}

type Kinds = Pick<ObjectWords, 'kinds' | 'loosely'>;

function pick({ kinds, loosely }: Kinds): Kinds {
  return { kinds, loosely };
}

/** `deployment checkout`, `checkout deployment`, `pods of checkout`. */
function withoutKind(text: string): Pick<ObjectWords, 'name' | 'kinds' | 'loosely'> {
  const words = text.split(' ');
  const [first = '', ...afterFirst] = words;
  const leading = kindsOfWord(first);
  if (leading.length > 0 && afterFirst.length > 0) {
    const rest = afterFirst.join(' ');
    const name = rest.replace(/^(?:of|for|called|named)\s+(?:the\s+)?/u, '');
    return { name, kinds: leading, loosely: /^(?:of|for)\s/u.test(rest) };
  }
  const trailing = kindsOfWord(words.at(-1) ?? '');
  if (trailing.length > 0 && words.length > 1) {
    return { name: words.slice(0, -1).join(' '), kinds: trailing, loosely: true };
  }
  return { name: text, kinds: [], loosely: true };
}
