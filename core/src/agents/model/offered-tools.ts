import type { Tool } from '../../extension/tool.ts';
import { mayChange } from '../../guard/guard.ts';
import type { RunContext } from '../../run/run-context.ts';

/** Tools that a plan may name: of writes none where nothing can be changed. */
export function plannableTools({ parts, caller }: RunContext): readonly Tool[] {
  const canChange = parts.guard.mode !== 'readOnly' && parts.controlPlane !== undefined && mayChange(caller);
  return parts.tools.all.filter(({ effect }) => effect === 'read' || canChange);
}

/** Tools that may still be called once something untrusted has been read. */
export function readTools({ parts }: RunContext): readonly Tool[] {
  return parts.tools.all.filter(({ effect }) => effect === 'read');
}

/** The tools for a prompt: a line each, with the form of its arguments. Written by plugins, which are trusted. */
export function describeTools(tools: readonly Tool[]): string {
  return tools
    .map(
      ({ name, effect, description, input }) =>
        `- ${name} (${effect === 'write' ? 'a change' : 'a reading'}): ${description} Arguments: ${JSON.stringify(input)}`,
    )
    .join('\n');
}
