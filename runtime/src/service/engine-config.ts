import type { EngineConfig } from '@hexaops/core';
import { readRuleFiles } from '../command/commands/rule-files.ts';
import { analysisRules } from './analyses.ts';
import type { Config } from '../config/config.ts';

/** The engine's part of the configuration, with the rules read from their files. */
export async function engineConfigOf(config: Config): Promise<EngineConfig> {
  const { alerts, investigations } = config;
  const { mode, budget, models, changes, approvalSeconds, audit, workspaces, defaultEnvironment, rules, server } =
    config;
  return {
    mode,
    budget,
    models,
    changes,
    workspaces,
    // Readers of streams are given the last of their runs within the time for the whole.
    drainMilliseconds: Math.max(1, server.shutdownSeconds - 2) * 1000,
    ruleSets: [analysisRules, ...(rules.length === 0 ? [] : (await readRuleFiles(rules)).sets)],
    approvalSeconds,
    audit,
    ...(alerts.credentials.length === 0 && investigations === undefined
      ? {}
      : {
          investigations: { ...investigations, workspaces: alerts.workspaces, workspaceLabel: alerts.workspaceLabel },
        }),
    ...(defaultEnvironment === undefined ? {} : { defaultEnvironment }),
  };
}
