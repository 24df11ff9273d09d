import { type ControlPlane, HexaopsError, messageOf, type ToolContext, type UnavailableSource } from '@hexaops/core';
import { type BackupState, backupStateOf } from './backup-state.ts';

/** Applications that are asked about at once. */
const sideBySide = 5;

export interface BackupReading {
  readonly states: readonly BackupState[];
  readonly unavailable: readonly UnavailableSource[];
}

/** Backups, as the control plane tells of them. */
export class Backups {
  readonly #controlPlane: ControlPlane;

  constructor(controlPlane: ControlPlane) {
    this.#controlPlane = controlPlane;
  }

  static queryOf(application: string): string {
    return `GET /internal/v1/applications/${application}/details`;
  }

  /** Raises `not-found` for what is no application, and what the control plane raises. */
  async of(application: string, { caller, signal }: ToolContext): Promise<BackupState> {
    const read = { read: 'application', application } as const;
    return backupStateOf(application, await this.#controlPlane.read(caller, read, { signal }));
  }

  /** Those of several. What is no application for the control plane is passed over. */
  async ofAll(applications: readonly string[], context: ToolContext): Promise<BackupReading> {
    const states: BackupState[] = [];
    const unavailable: UnavailableSource[] = [];
    for (let from = 0; from < applications.length; from += sideBySide) {
      const part = applications.slice(from, from + sideBySide);
      const readings = await Promise.allSettled(part.map((application) => this.of(application, context)));
      for (const [index, reading] of readings.entries()) {
        if (reading.status === 'fulfilled') states.push(reading.value);
        else if (endsAll(reading.reason)) throw reading.reason;
        else if (!isUnknown(reading.reason))
          unavailable.push({ source: `the backups of ${part[index] ?? ''}`, reason: messageOf(reading.reason) });
      }
    }
    return { states, unavailable };
  }
}

function isUnknown(error: unknown): boolean {
  return HexaopsError.is(error, 'not-found');
}

const decisive = [
  'cancelled',
  'control-plane-refuses-token',
  'deadline-exceeded',
  'reauthentication-required',
] as const;

function endsAll(error: unknown): boolean {
  return !HexaopsError.is(error) || decisive.some((code) => error.code === code);
}
