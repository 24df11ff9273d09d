import type { CompiledRules } from '@hexaops/core/rules';
import { BundleSource } from '../source/index.ts';
import { diagnose, type DiagnoseOptions, type Diagnosis } from './diagnose.ts';

const byteCap = 1024 ** 3;

/**
 * Reads a Troubleshoot.sh support bundle (a directory or a .tar.gz file) and diagnoses the namespace that it was collected
 * for, unless another is asked for. Raises `bundle-invalid` for what is no bundle.
 */
export async function diagnoseBundle(
  path: string,
  rules: CompiledRules,
  signal: AbortSignal,
  options: DiagnoseOptions = {},
): Promise<Diagnosis> {
  const snapshot = await new BundleSource(path).snapshot({}, { signal, byteCap });
  const collected = snapshot.supplements.collection?.namespace;
  return diagnose(snapshot, rules, { ...(collected === undefined ? {} : { namespace: collected }), ...options });
}
