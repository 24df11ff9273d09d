import { ruleSourcePoint } from '../../extension/rules.ts';
import { resolverPoint } from '../../extension/resolver.ts';
import { defineReadTool, defineWriteTool, type ToolContext, type ToolResult, toolPoint } from '../../extension/tool.ts';
import { definePlugin } from '../../plugin/plugin.ts';
import { parseRuleSets } from '../../rules/index.ts';
import { createFakeControlPlane } from '../../testing/fake-control-plane.ts';
import { controlPlanePoint } from '../../extension/control-plane.ts';
import { createEngine, type EngineConfig } from '../create-engine.ts';
import type { Engine } from '../types.ts';

export type Source = (input: Readonly<Record<string, unknown>>, context: ToolContext) => Promise<ToolResult>;

/** What a source brings back, with one piece of evidence of its own. */
export function told(source: string, rest: Partial<ToolResult> = {}): ToolResult {
  return {
    evidence: [{ source, query: `GET /${source}`, title: source, content: { kind: 'text', text: `all of ${source}` } }],
    ...rest,
  };
}

/**
 * An engine of one tool for each source, `read-NAME`, with the arguments `name`, `since` and `limit`; a tool `change` that
 * writes; and the rules.
 */
export function openPlaybook(
  rules: string,
  sources: Readonly<Record<string, Source>>,
  { config = {}, now }: { readonly config?: EngineConfig; readonly now?: () => number } = {},
): Promise<Engine> {
  const text = { type: 'string', maxLength: 100 } as const;
  const properties = { name: text, since: text, limit: { type: 'integer' } } as const;
  const input = { type: 'object', additionalProperties: false, properties } as const;
  const workers = Object.entries(sources).map(([source, execute]) =>
    definePlugin({
      register(api) {
        api.contribute(
          toolPoint,
          defineReadTool({
            name: `read-${source}`,
            worker: `worker-${source}`,
            description: `Reads all of ${source}.`,
            input,
            execute,
          }),
        );
      },
    }),
  );
  const pack = definePlugin({
    register(api) {
      api.contribute(controlPlanePoint, createFakeControlPlane());
      api.contribute(ruleSourcePoint, { id: 'pack', load: async () => parseRuleSets(rules, 'pack.yaml') });
      api.contribute(resolverPoint, {
        id: 'pack',
        kinds: ['Deployment'],
        resolve: async (name) => [{ kind: 'Deployment', namespace: 'shop', name, match: 'exact' }],
      });
      api.contribute(
        toolPoint,
        defineWriteTool({
          name: 'change',
          worker: 'pack',
          description: 'Changes something.',
          input,
          operation: () => ({ operation: 'scale', target: 'shop', parameters: {} }),
          preview: async () => ({ summary: 'Change it', changes: [] }),
          verify: async () => ({ state: 'applied', summary: 'changed', evidence: [] }),
        }),
      );
    },
  });
  return createEngine({ plugins: [...workers, pack], config, ...(now === undefined ? {} : { now }) });
}
