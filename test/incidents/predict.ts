import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '@hexaops/core';
import { diagnoseBundle, loadDiagnoseRules } from '@hexaops/worker-kubernetes/diagnosis';
import { type Prediction, predictionsOf } from './predictions.ts';

export interface Progress {
  readonly done: number;
  readonly total: number;
  readonly id: string;
  /** Why the bundle could not be diagnosed; its prediction is empty then. */
  readonly problem?: string;
}

/**
 * Diagnoses every bundle of a directory: its directories, and its .tar.gz and .tgz files. The name without the ending
 * is the case's id. A bundle that cannot be read gives no prediction and is reported; it never ends the others.
 */
export async function predictAll(
  directory: string,
  report: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<Record<string, readonly Prediction[]>> {
  const rules = await loadDiagnoseRules(signal);
  const entries = (await readdir(directory, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory() || /\.(?:tar\.gz|tgz)$/.test(entry.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const predictions: Record<string, readonly Prediction[]> = {};
  for (const [position, { name }] of entries.entries()) {
    const id = name.replace(/\.(?:tar\.gz|tgz)$/, '');
    const progress = { done: position + 1, total: entries.length, id };
    try {
      predictions[id] = predictionsOf(await diagnoseBundle(join(directory, name), rules, signal));
      report(progress);
    } catch (error) {
      predictions[id] = [];
      report({ ...progress, problem: messageOf(error) });
    }
  }
  return predictions;
}
