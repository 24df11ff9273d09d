import { isPlainWord } from './plain-words.ts';

/** Words after or before which a name stands: `deployment billing`, `the billing service`. */
const kinds =
  /^(?:deployment|service|pod|node|namespace|container|job|cronjob|statefulset|daemonset|replicaset|ingress|claim|volume|database|image|host|user|cluster|kubernetes|workspace)s?$/i;

/** A sentence that has one of these is in another language than English, in which a verb behind a kind has any form. */
const other =
  /(?<!\p{L})(?:der|das|den|dem|im|vom|zum|ein|eine|mit|auf|ist|sind|und|nicht|le|la|les|des|une|dans|est|sont|du|en|el|se|con|por|los|las|una|está|del|os|dos|das|uma|foi|não|het|een|il|della)(?!\p{L})/iu;

/** There, what stands between a kind and one of these is a name: `le service billing est`, `der Pod billing wurde`. */
const auxiliaries =
  /^(?:ist|sind|war|wird|wurde|hat|hatte|kann|est|sont|était|a|ne|es|está|están|fue|ha|se|no|é|foi|tem|is|heeft)$/i;

export function isKind(word: string): boolean {
  return kinds.test(word);
}

/** Whether a plain word stands where names of objects do. */
export function standsByKind(words: readonly string[], index: number, text: string): boolean {
  const word = words[index] ?? '';
  if (word.length < 2 || isKind(word) || isPlainWord(word)) return false;
  const isBehind = isKind(words[index - 1] ?? '');
  if (other.test(text)) return isBehind && /^[a-z]/.test(word) && auxiliaries.test(words[index + 1] ?? '');
  return isBehind || isKind(words[index + 1] ?? '');
}
