import type { Call } from './call.ts';

/** What is to be done now. Whoever does it tells the scheduler how it went. */
export type Decision =
  | { readonly kind: 'dispatch'; readonly call: Call; readonly node: string }
  | { readonly kind: 'expire'; readonly call: Call }
  | { readonly kind: 'load'; readonly node: string; readonly model: string }
  | { readonly kind: 'unload'; readonly node: string; readonly model: string };
