/** How much of each thing is done with one number of replicas. */
export interface Scenario {
  readonly replicas: readonly number[];
  readonly persons: number;
  readonly connections: number;
  /** Before anything is measured, for each replica. */
  readonly warmUp: number;
  readonly questions: number;
  readonly streamed: number;
  /** Reports of an Alertmanager, and alerts in each. */
  readonly reports: number;
  readonly alertsInEach: number;
  /** Questions at a pace that the machine can keep: what one takes when it does not wait for others. */
  readonly paced: { readonly count: number; readonly perSecond: number };
  readonly openStreams: number;
}

/** Under four minutes on two cores that nobody else uses. */
export const scenario: Scenario = {
  replicas: [1, 2, 4],
  persons: 400,
  connections: 24,
  warmUp: 60,
  questions: 600,
  streamed: 300,
  reports: 60,
  alertsInEach: 20,
  paced: { count: 100, perSecond: 10 },
  openStreams: 400,
};
