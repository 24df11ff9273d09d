import type { Sensitivity } from '../extension/llm.ts';

/** From what anyone may see to what must stay inside. */
export const sensitivities: readonly Sensitivity[] = ['public', 'internal', 'confidential'];

export function mostSensitive(first: Sensitivity, ...others: readonly (Sensitivity | undefined)[]): Sensitivity {
  return others.reduce<Sensitivity>(
    (most, other) => (other !== undefined && exceeds(other, most) ? other : most),
    first,
  );
}

/** Whether data is more sensitive than a limit allows. A limit of an unknown name allows nothing but what is public. */
export function exceeds(data: Sensitivity, limit: string): boolean {
  return (
    sensitivities.indexOf(data) >
    Math.max(
      0,
      sensitivities.findIndex((known) => known === limit),
    )
  );
}
