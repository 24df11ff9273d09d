import { resolve } from 'node:path';
import { defaultAudit, defaultBudget, defaultChangeLimits, defaultModelSettings } from '@hexaops/core';
import { defaultHttpLimits } from '../http/limits.ts';
import type { Config, WorkspaceConfig, WrittenConfig } from './config.ts';

/** Fills in what the file leaves out. Paths of rules are made absolute from `directory`. */
export function complete(written: WrittenConfig, directory: string): Config {
  const { server = {}, plugins = [], logging = {}, workspaces = {} } = written;
  return {
    mode: written.mode ?? 'normal',
    server: {
      host: server.host ?? '0.0.0.0',
      port: server.port ?? 8080,
      trustedProxies: server.trustedProxies ?? [],
      shutdownSeconds: server.shutdownSeconds ?? 25,
      limits: { ...defaultHttpLimits, ...server.limits },
    },
    plugins: plugins.map(({ use, config }) => ({ use, config: config ?? {} })),
    budget: { ...defaultBudget, ...written.budget },
    models: { ...defaultModelSettings, ...written.models },
    changes: { ...defaultChangeLimits, ...written.changes },
    approvalSeconds: written.approvalSeconds ?? 900,
    audit: { ...defaultAudit, ...written.audit },
    rules: (written.rules ?? []).map((path) => resolve(directory, path)),
    alerts: {
      credentials: written.alerts?.credentials ?? [],
      workspaces: written.alerts?.workspaces ?? [],
      workspaceLabel: written.alerts?.workspaceLabel,
    },
    investigations: written.investigations,
    // Without a prototype: an id of a workspace comes from a token, and may be `constructor`.
    workspaces: Object.assign(Object.create(null) as Record<string, WorkspaceConfig>, workspaces),
    defaultEnvironment: written.defaultEnvironment,
    logging: { level: logging.level ?? 'info' },
  };
}
