import {
  type Check,
  checkPoint,
  llmProviderPoint,
  type ModelsConfig,
  modelsCheck,
  type OpenPlugins,
} from '@hexaops/core';
import pico from 'picocolors';
import { type ExitCode, exitCode } from '../../exit-code.ts';
import { type Io, print } from '../../io.ts';
import { printableJson, printableLines } from '../../presentation/printable.ts';
import { type ConfigurationOptions, configurationOf } from '../configuration.ts';
import { checkAlerts } from './alerts.ts';
import { checked, type CheckResult, type Outcome, Skipped } from './check.ts';
import { checkClusterRights } from './cluster-rights.ts';
import { checkNode } from './node.ts';
import { openAll, startAll } from './plugins.ts';

export interface DoctorOptions extends ConfigurationOptions {
  readonly json?: boolean;
}

/** Milliseconds that one check may take: whoever asks must get an answer, also from a network that swallows packets. */
const quick = 5_000;
const start = 30_000;

/**
 * Checks what the service needs, and says of each whether it is there. What is at the other end of a plugin, the plugin
 * knows: it brings the check. Ends with 1 when something is not well.
 */
export async function doctor(io: Io, options: DoctorOptions): Promise<ExitCode> {
  const results: CheckResult[] = [];
  const report = async <T>({ result, value }: { readonly result: CheckResult; readonly value: T | undefined }) => {
    results.push(result);
    if (options.json !== true) await print(io, resultText(result, io.coloured));
    return value;
  };
  await report(await checked('node', quick, checkNode));
  const loaded = await report(
    await checked('configuration', quick, async () => {
      const value = await configurationOf(io, options);
      return { message: `${value.file} is valid`, value };
    }),
  );
  const plugins = await report(await checked('plugins', start, () => openAll(needed(loaded, 'configuration'))));
  await using opened = plugins?.opened;
  await report(
    await checked('start', start, () => startAll(needed(loaded, 'configuration'), needed(plugins, 'plugins').loaded)),
  );
  await report(await checked('alerts', quick, () => checkAlerts(needed(loaded, 'configuration'))));
  await report(await checked('cluster-rights', quick, (signal) => checkClusterRights(io.environment, signal)));
  for (const check of opened === undefined ? [] : checksOf(opened, loaded?.config.models ?? {})) {
    await report(await checked(check.name, quick, (signal) => outcomeOf(check, signal)));
  }
  if (options.json === true) await print(io, printableJson({ checks: results }, io.coloured ? 2 : undefined));
  return results.some(({ status }) => status === 'failed') ? exitCode.failed : exitCode.done;
}

function checksOf(opened: OpenPlugins, models: ModelsConfig): readonly Check[] {
  return [...opened.contributions(checkPoint), modelsCheck(opened.contributions(llmProviderPoint), models)];
}

async function outcomeOf(check: Check, signal: AbortSignal): Promise<Outcome<true>> {
  const { message, skipped } = await check.check(signal);
  if (skipped === true) throw new Skipped(message);
  return { message, value: true };
}

function needed<T>(value: T | undefined, check: string): T {
  if (value === undefined) throw new Skipped(`it builds on the check "${check}"`);
  return value;
}

function resultText({ check, status, message, nextStep }: CheckResult, coloured: boolean): string {
  const colours = pico.createColors(coloured);
  const paint = { ok: colours.green, failed: colours.red, skipped: colours.dim }[status];
  const advice = nextStep === undefined || nextStep === '' ? '' : `\n  ${printableLines(nextStep)}`;
  return `${paint(status.padEnd(7))} ${check}: ${printableLines(message)}${advice}`;
}
