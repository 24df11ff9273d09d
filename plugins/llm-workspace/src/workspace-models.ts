import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { boundedFetch, type Caller, type WorkspaceModel, type WorkspaceModels } from '@hexaops/core';
import { pinnedFetch, type PinnedOptions } from './pinned/pinned-fetch.ts';
import { redactingFetch } from './redacting-fetch.ts';
import type { SettingsCache } from './settings/settings-cache.ts';

/** What reaches a base URL. */
type Connect = (options: PinnedOptions) => typeof globalThis.fetch;

/** A strict form refuses objects of which nothing is known, as the arguments in a plan are. What comes is checked by the engine. */
function withoutStrictness(body: Record<string, unknown>): Record<string, unknown> {
  const { response_format: format } = body;
  if (typeof format !== 'object' || format === null || !('json_schema' in format)) return body;
  return { ...body, response_format: { ...format, json_schema: { ...Object(format.json_schema), strict: false } } };
}

/**
 * The model that a workspace has chosen, made anew for each request: no instance, and so no key, is ever shared. Each counts
 * as commercial: an operator's own nodes are not reached through a workspace's settings.
 */
export function workspaceModels(
  cache: SettingsCache,
  reach: Omit<PinnedOptions, 'baseUrl'>,
  connect: Connect = pinnedFetch,
): WorkspaceModels {
  return Object.freeze({
    id: 'llm-workspace',
    async choose(caller: Caller, signal: AbortSignal): Promise<WorkspaceModel | undefined> {
      const settings = await cache.settings(caller, signal);
      if (settings === undefined) return undefined;
      const { model, baseUrl, key } = settings;
      const provider = createOpenAICompatible({
        name: 'workspace',
        baseURL: baseUrl,
        // Of a stream nobody says what it has cost unless asked.
        includeUsage: true,
        supportsStructuredOutputs: true,
        transformRequestBody: withoutStrictness,
        ...(key === undefined ? {} : { apiKey: key }),
        fetch: redactingFetch(boundedFetch(connect({ ...reach, baseUrl })), key),
      });
      return { model: provider.chatModel(model), name: `workspace/${model}`, locality: 'commercial' };
    },
  });
}
