import type { WorkspaceMatcher } from '../promql/index.ts';
import { type Labels, labelsOf, record, unreadable } from './answer.ts';

/** An alert of the workspace. Labels and annotations may hold what anybody wrote. */
export interface Alert {
  readonly name: string;
  readonly state: 'firing' | 'pending';
  /** Milliseconds since the epoch; undefined where it is not told. */
  readonly activeAt: number | undefined;
  readonly labels: Labels;
  readonly annotations: Labels;
}

/** A rule as far as a workspace may know of it. */
export interface AlertRule {
  readonly group: string;
  readonly name: string;
  readonly kind: 'alerting' | 'recording';
  /** Of the workspace's own alerts alone, whatever the rule says of others. */
  readonly state: 'firing' | 'pending' | 'inactive';
  readonly health: string;
  /** Undefined for a rule that is for others, too: its text, its error and its state may tell of them. */
  readonly expression: string | undefined;
  readonly error: string | undefined;
  readonly alerts: readonly Alert[];
}

/** Reads the answer of `alerts`, which holds those of all workspaces: what does not carry the workspace's label is not kept. */
export function alertsOf(body: unknown, matcher: WorkspaceMatcher): readonly Alert[] {
  return ownAlerts(record(record(body)['data'])['alerts'], matcher);
}

/**
 * Reads the answer of `rules`. A rule whose own labels carry the workspace's value is its own. One without that label is
 * shared: it is named where it has alerts of the workspace, and nothing of its text is kept. Any other is as if it were
 * not there.
 */
export function rulesOf(body: unknown, matcher: WorkspaceMatcher): readonly AlertRule[] {
  const { groups } = record(record(body)['data']);
  return list(groups).flatMap((group) => {
    const { name, rules } = record(group);
    return list(rules).flatMap((rule) => ruleOf(record(rule), text(name), matcher));
  });
}

function ruleOf(
  rule: Readonly<Record<string, unknown>>,
  group: string,
  matcher: WorkspaceMatcher,
): readonly AlertRule[] {
  const kind = rule['type'] === 'recording' ? 'recording' : 'alerting';
  const labels = labelsOf(rule['labels'] ?? {});
  const isOwn = isOf(labels, matcher);
  const alerts = kind === 'recording' ? [] : ownAlerts(rule['alerts'] ?? [], matcher);
  // A template takes the label from the series: then the rule is for every workspace.
  const isOfAnother = !isOwn && labels[matcher.label]?.includes('{{') === false;
  if (!isOwn && (isOfAnother || alerts.length === 0)) return [];
  const error = text(rule['lastError']);
  return [
    {
      group: isOwn ? group : '',
      name: text(rule['name']),
      kind,
      state: alerts.some(({ state }) => state === 'firing') ? 'firing' : alerts.length > 0 ? 'pending' : 'inactive',
      health: isOwn ? text(rule['health']) : '',
      expression: isOwn ? text(rule['query']) : undefined,
      error: isOwn && error !== '' ? error : undefined,
      alerts,
    },
  ];
}

function ownAlerts(alerts: unknown, matcher: WorkspaceMatcher): readonly Alert[] {
  return list(alerts).flatMap((item) => {
    const alert = record(item);
    const labels = labelsOf(alert['labels'] ?? {});
    return isOf(labels, matcher) ? [alertOf(alert, labels)] : [];
  });
}

function alertOf(alert: Readonly<Record<string, unknown>>, labels: Labels): Alert {
  const activeAt = Date.parse(text(alert['activeAt']));
  return {
    name: labels['alertname'] ?? '',
    state: alert['state'] === 'firing' ? 'firing' : 'pending',
    activeAt: Number.isNaN(activeAt) ? undefined : activeAt,
    labels,
    annotations: labelsOf(alert['annotations'] ?? {}),
  };
}

function isOf(labels: Labels, { label, value }: WorkspaceMatcher): boolean {
  return value !== '' && Object.hasOwn(labels, label) && labels[label] === value;
}

function list(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw unreadable();
  return value;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
