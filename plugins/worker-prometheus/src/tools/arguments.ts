export const workerName = 'worker-prometheus';

export const expressionArgument = {
  type: 'string',
  minLength: 1,
  maxLength: 4096,
  description: 'PromQL. It is bound to this workspace, whatever it selects.',
} as const;

export const sinceArgument = {
  type: 'string',
  pattern: '^[1-9][0-9]{0,5}(m|h|d)$',
  description: 'How far back: 15m, 6h, 2d. 1h unless told.',
} as const;
