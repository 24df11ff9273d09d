/** What Kubernetes, Prometheus and people who write rules call things by. Nothing in it is a word of a language. */
const plainName = /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,251}[A-Za-z0-9])?$/;

export function isPlainName(text: string): boolean {
  return plainName.test(text);
}

/**
 * The labels whose values are plain names. Only these may be put into arguments, tasks and titles: whoever writes a label can
 * name another thing there, and say nothing.
 */
export function namesAmong(labels: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(labels).filter(([, value]) => isPlainName(value)));
}
