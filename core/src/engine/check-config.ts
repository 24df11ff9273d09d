import { HexaopsError, unknownName } from '../errors.ts';
import { defaultChangeLimits } from '../guard/guard.ts';
import { checkSensitivity } from '../llm/models-config.ts';
import { leastResultBytes } from '../run/bound-result.ts';
import { defaultBudget } from '../run/budget.ts';
import type { EngineConfig } from './create-engine.ts';

/** Longer times overflow a timer, which then fires at once. Milliseconds. */
const longestTimer = 2_147_483_647;

const modes: readonly unknown[] = ['normal', 'readOnly'];

/**
 * Raises `config-invalid`. What would quietly loosen a limit must not pass: a `mode` that is misspelt would not be read
 * only, and a budget that is no number would never be used up.
 */
export function checkConfig({ mode = 'normal', budget = {}, audit = {}, changes = {}, ...config }: EngineConfig): void {
  if (!modes.includes(mode)) throw unknownName('config-invalid', 'mode', mode, ['normal', 'readOnly']);
  for (const [name, value] of Object.entries(budget)) {
    if (!Object.hasOwn(defaultBudget, name)) {
      throw unknownName('config-invalid', 'budget', name, Object.keys(defaultBudget));
    }
    checkNumber(`budget.${name}`, value, name === 'resultBytes' ? leastResultBytes : 1);
  }
  for (const [name, value] of Object.entries(changes)) {
    if (!Object.hasOwn(defaultChangeLimits, name)) {
      throw unknownName('config-invalid', 'limit of changes', name, Object.keys(defaultChangeLimits));
    }
    if (name === 'share') checkShare(value);
    else checkNumber(`changes.${name}`, value, 0);
  }
  for (const [id, { sensitivity }] of Object.entries(config.workspaces ?? {})) {
    checkSensitivity(`workspaces.${id}.sensitivity`, sensitivity);
  }
  checkNumber('audit.room', audit.room, 0);
  checkNumber('audit.keepDays', audit.keepDays, 0);
  checkNumber('approvalSeconds', config.approvalSeconds, 1);
  checkNumber('startMilliseconds', config.startMilliseconds, 1);
  checkNumber('drainMilliseconds', config.drainMilliseconds, 0);
}

function checkShare(value: unknown): void {
  if (value === undefined || (typeof value === 'number' && value >= 0 && value <= 1)) return;
  throw new HexaopsError('config-invalid', `"changes.share" is ${JSON.stringify(value)}`, {
    nextStep: 'give a number from 0 to 1',
  });
}

function checkNumber(name: string, value: unknown, minimum: number): void {
  if (value === undefined) return;
  if (Number.isSafeInteger(value) && Number(value) >= minimum && Number(value) <= longestTimer) return;
  throw new HexaopsError('config-invalid', `"${name}" is ${JSON.stringify(value)}`, {
    nextStep: `give a whole number from ${minimum} to ${longestTimer}`,
  });
}
