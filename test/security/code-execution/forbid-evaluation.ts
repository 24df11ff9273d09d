/**
 * Counts every time that code is made from text, by whatever way: `eval`, the constructors of functions, timers with text.
 * Validators of schemas are compiled when an engine starts; after that nothing may be.
 */
export const evaluations: string[] = [];

const kinds: readonly (new (...texts: string[]) => unknown)[] = [
  Function,
  Object.getPrototypeOf(async () => {}).constructor,
  Object.getPrototypeOf(function* () {}).constructor,
  Object.getPrototypeOf(async function* () {}).constructor,
] as never;

for (const original of kinds) {
  const watched: typeof original = new Proxy(original, {
    apply: (target, self, texts: string[]) => {
      evaluations.push(texts.at(-1) ?? '');
      return Reflect.apply(target as never, self, texts);
    },
    construct: (target, texts: string[], self): object => {
      evaluations.push(texts.at(-1) ?? '');
      return Reflect.construct(target, texts, self === watched ? target : self) as object;
    },
  });
  Object.defineProperty(original.prototype, 'constructor', { value: watched, configurable: true, writable: true });
  if (original === (Function as unknown)) Object.assign(globalThis, { Function: watched });
}
const { eval: original } = globalThis;
Object.assign(globalThis, {
  hexaopsEvaluations: evaluations,
  eval: (code: string) => {
    evaluations.push(code);
    return original(code) as unknown;
  },
});
