import type { Capture, Captures, CompiledRules, PlanAction } from '../rules/index.ts';

/** The plans of the rule of stage `route` that has this id; none where there is no such rule. */
export function playbookOf(rules: CompiledRules, id: string | undefined): readonly PlanAction['plan'][] {
  if (id === undefined) return [];
  const rule = rules.rules('route').find((each) => each.id === id);
  return (rule?.actions ?? []).flatMap((action) => ('plan' in action ? [action.plan] : []));
}

/** Captures as if a person had written them. What is neither a text, a number nor an object with a name is left out. */
export function capturesOf(values: Readonly<Record<string, unknown>>): Captures {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]): (readonly [string, Capture])[] => {
      if (typeof value === 'string') return [[name, { type: 'text', raw: value, value }]];
      if (typeof value === 'number') return [[name, { type: 'integer', raw: String(value), value }]];
      const object = value as { readonly kind?: string; readonly namespace?: string; readonly name?: string } | null;
      if (typeof object?.name !== 'string') return [];
      const { name: value_, kind, namespace } = object;
      const reference = {
        name: value_,
        ...(kind === undefined ? {} : { kind }),
        ...(namespace === undefined ? {} : { namespace }),
      };
      return [[name, { type: 'object', raw: value_, value: value_, object: reference, kinds: [] }]];
    }),
  );
}
