import type { Clock } from './clock.ts';
import type { ClusterOptions } from './kubernetes/open-cluster.ts';
import type { LogEntry } from './logs/log-entry.ts';
import type { Backup, BackupPolicy } from './operations/backups.ts';
import type { Incident } from './operations/incidents.ts';
import type { User, Workspace } from './people/people.ts';

export interface ControlPlaneOptions {
  readonly cluster: ClusterOptions;
  /** 0 takes any free port, which is the default. */
  readonly port?: number;
  /** The address that is listened on; loopback by default, and there is seldom a reason for another. */
  readonly host?: string;
  /** The base URL of the AIOps service. It can also be set later, on the control plane. */
  readonly aiopsUrl?: string;
  /** By default `exampleUsers`. */
  readonly users?: readonly User[];
  /** By default `exampleWorkspaces`. */
  readonly workspaces?: readonly Workspace[];
  readonly clock?: Clock;
  /** 10 by default, as the control plane's tokens have today. */
  readonly tokenLifetimeSeconds?: number;
  /** Put `roles` and `permissions` into tokens. They are absent by default, as they are today. */
  readonly carryPermissions?: boolean;
  /** Rows of the control plane's own logs, for `/internal/v1/logs/query`. */
  readonly logs?: readonly LogEntry[];
  readonly incidents?: readonly Incident[];
  /** Backups that were made before. */
  readonly backups?: readonly Backup[];
  /** By the name of the application. */
  readonly backupPolicies?: Readonly<Record<string, BackupPolicy>>;
  /** The path of Helm's program, for changes of releases in a live cluster. A recorded one simulates a rollback. */
  readonly helm?: string;
  /** Serve `/test/*`: true by default. */
  readonly testDoors?: boolean;
}
