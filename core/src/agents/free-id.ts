/** Unique in the run: a step of the plan may have the name already. */
export function freeId(steps: ReadonlyMap<string, unknown>, name: string): string {
  let id = name;
  for (let number = 2; steps.has(id); number++) id = `${name}-${number}`;
  return id;
}
