/** Who asks in the benchmarks: workspaces of twenty people each. A person belongs to one of them. */
export const personsPerWorkspace = 20;

export function workspaceOf(person: number): string {
  return `workspace-${Math.floor(person / personsPerWorkspace)}`;
}

export function nameOf(person: number): string {
  return `person-${person}`;
}
