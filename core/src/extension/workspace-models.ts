import type { LanguageModelV4 } from '@ai-sdk/provider';
import type { Caller } from '../caller.ts';
import { type ExtensionPoint, extensionPoint } from './point.ts';

/** A model that a workspace has chosen for itself, ready for the calls of one request. Never kept beyond it. */
export interface WorkspaceModel {
  readonly model: LanguageModelV4;
  /** For events and errors. Never holds a key or a URL. */
  readonly name: string;
  /** What is confidential goes to `private` models alone. */
  readonly locality: 'private' | 'commercial';
}

/**
 * The models of workspaces, as their administrators have set them. Asked with the caller of each request; undefined where the
 * workspace has none, or none that may be used: then the organization's holds.
 */
export interface WorkspaceModels {
  readonly id: string;
  choose(caller: Caller, signal: AbortSignal): Promise<WorkspaceModel | undefined>;
}

export const workspaceModelsPoint: ExtensionPoint<WorkspaceModels> = extensionPoint<WorkspaceModels>(
  'workspace-models',
  'v1',
);
