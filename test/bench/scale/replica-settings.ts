/** What a replica is told at its start. */
export interface ReplicaSettings {
  readonly controlPlane: string;
  readonly database: string;
  readonly redis: string;
  readonly directory: string;
  readonly port: number;
  readonly workspaces: readonly string[];
  /** Of `server.limits`. */
  readonly limits: Readonly<Record<string, number>>;
  /** Of the Alertmanager. */
  readonly credential: string;
}
