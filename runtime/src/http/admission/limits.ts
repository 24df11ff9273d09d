/** What one person, one workspace and one address may have of the service, so that nobody has all of it. 0: without a bound. */
export interface AdmissionLimits {
  /** Of one person in one workspace. */
  readonly subjectRequestsPerMinute: number;
  readonly workspaceRequestsPerMinute: number;
  /** Begun by one person, in whatever workspace. */
  readonly subjectRunsPerMinute: number;
  /** Worked on at the same time for one person; a run that waits for somebody is not worked on. */
  readonly subjectRuns: number;
  readonly workspaceRuns: number;
  /** Begun in one workspace within a second; more wait for their turn, and nobody is refused for it. */
  readonly workspaceRunsPerSecond: number;
  /** Answers that one person has streamed or waits for at the same time. */
  readonly subjectStreams: number;
  /** The same of all persons. */
  readonly streams: number;
  /** Of one Alertmanager, each with any number of alerts. */
  readonly alertRequestsPerMinute: number;
  /** From one address: what is sent from it after that is not looked at. */
  readonly failedAuthenticationsPerMinute: number;
  /** How long a refusal for one of these limits is held back, for those who send again at once. Milliseconds. */
  readonly refusalMilliseconds: number;
  /** How late the event loop may be, at the 99th percentile of a second, before new runs are refused. */
  readonly eventLoopMilliseconds: number;
}

export const defaultAdmissionLimits: AdmissionLimits = Object.freeze({
  subjectRequestsPerMinute: 120,
  workspaceRequestsPerMinute: 600,
  subjectRunsPerMinute: 30,
  subjectRuns: 5,
  workspaceRuns: 20,
  workspaceRunsPerSecond: 10,
  subjectStreams: 20,
  streams: 10_000,
  alertRequestsPerMinute: 600,
  failedAuthenticationsPerMinute: 60,
  refusalMilliseconds: 250,
  eventLoopMilliseconds: 500,
});
