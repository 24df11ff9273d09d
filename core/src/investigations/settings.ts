import { HexaopsError } from '../errors.ts';

/** Which workspace an alert belongs to: that of the entry all of whose labels it has. */
export interface AlertMapping {
  readonly labels: Readonly<Record<string, string>>;
  readonly workspace: string;
}

export interface InvestigationSettings {
  /**
   * Workers whose tools may read without anybody's token, because the operator has given them a source and a credential of
   * their own. Of all others no tool is used.
   */
  readonly workers: readonly string[];
  readonly workspaces: readonly AlertMapping[];
  /** A label whose value is the id of a workspace, for workspaces that the configuration names. */
  readonly workspaceLabel: string | undefined;
  /** Investigations that this process works on at the same time. */
  readonly atOnce: number;
  /** Investigations that are begun in one workspace within an hour. */
  readonly perHour: number;
  /** Seconds that one may take. */
  readonly seconds: number;
  /** Seconds for which a rule rests from the same thing, where it does not say so itself. */
  readonly restSeconds: number;
  /** Alerts of one workspace that are kept. */
  readonly alerts: number;
  /** Hours for which a finished investigation is offered to whoever asks about the same. */
  readonly offerHours: number;
}

export const defaultInvestigationSettings: InvestigationSettings = Object.freeze({
  workers: [],
  workspaces: [],
  workspaceLabel: undefined,
  atOnce: 3,
  perHour: 20,
  seconds: 120,
  restSeconds: 1_800,
  alerts: 1_000,
  offerHours: 24,
});

const bounds = {
  atOnce: 100,
  perHour: 10_000,
  seconds: 3_600,
  restSeconds: 604_800,
  alerts: 100_000,
  offerHours: 720,
} as const;

/** The settings with their defaults. Raises `config-invalid`. */
export function investigationSettings(given: Partial<InvestigationSettings>): InvestigationSettings {
  const named = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const settings: InvestigationSettings = { ...defaultInvestigationSettings, ...named };
  for (const [name, most] of Object.entries(bounds)) {
    const value = settings[name as keyof typeof bounds];
    if (!Number.isSafeInteger(value) || value < 1 || value > most) {
      throw new HexaopsError('config-invalid', `"investigations.${name}" is ${JSON.stringify(value)}`, {
        nextStep: `give a whole number from 1 to ${most}`,
      });
    }
  }
  for (const { labels, workspace } of settings.workspaces) {
    if (workspace === '' || Object.keys(labels).length === 0) {
      throw new HexaopsError(
        'config-invalid',
        'an entry of "investigations.workspaces" names no label, or no workspace',
        {
          nextStep: 'give {labels: {NAME: VALUE}, workspace: ID}: an entry without labels would be that of every alert',
        },
      );
    }
  }
  return settings;
}
