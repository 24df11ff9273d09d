import {
  type Caller,
  createEngine,
  type Engine,
  type Evidence,
  type Finding,
  HexaopsError,
  type UnavailableSource,
} from '@hexaops/core';
import workerKubernetes from '@hexaops/worker-kubernetes';
import { type ExitCode, exitCode } from '../exit-code.ts';
import { type Io, print } from '../io.ts';
import { type Diagnosis, findingsJson, findingsText } from '../presentation/findings.ts';
import { startProgress } from '../presentation/progress.ts';

export interface DiagnoseOptions {
  /** True for the default place, else a path. */
  readonly kubeconfig?: string | true;
  readonly context?: string;
  readonly namespace?: readonly string[];
  readonly json?: boolean;
  /** Findings that are less sure are left out; percent. */
  readonly minimumConfidence?: string;
  /** End with 1 where something is wrong. */
  readonly exitCode?: boolean;
}

/** On one's own machine there is no control plane, no token and nobody else. */
const localCaller: Caller = {
  subject: 'local',
  workspace: 'local',
  organizations: [],
  roles: undefined,
  permissions: undefined,
  token: undefined,
};

/** Diagnoses a support bundle or a live cluster by the rules alone, and prints findings. Writes nothing anywhere. */
export async function diagnose(io: Io, path: string | undefined, options: DiagnoseOptions): Promise<ExitCode> {
  const config = sourceOf(path, options);
  using progress = startProgress(io);
  progress.say(path === undefined ? 'reading the cluster' : `reading ${path}`);
  await using engine = await createEngine({
    plugins: [{ use: workerKubernetes, config }],
    config: { budget: { stepMilliseconds: 120_000, evidenceBytes: 262_144, runBytes: 67_108_864 } },
  });
  progress.say('looking for causes');
  const found = await run(engine, options);
  const minimum = Number(options.minimumConfidence ?? 0) / 100;
  const shown = { ...found, findings: found.findings.filter(({ confidence }) => confidence >= minimum) };
  progress[Symbol.dispose]();
  print(
    io,
    options.json === true
      ? JSON.stringify(findingsJson(shown), null, io.coloured ? 2 : undefined)
      : findingsText(shown, io.coloured),
  );
  return options.exitCode === true && shown.findings.length > 0 ? exitCode.failed : exitCode.done;
}

async function run(engine: Engine, { namespace = [] }: DiagnoseOptions): Promise<Diagnosis> {
  const findings: Finding[] = [];
  const evidence: Evidence[] = [];
  const unavailable: UnavailableSource[] = [];
  for await (const event of engine.ask(localCaller, { message: 'what is wrong?', namespaces: namespace })) {
    if (event.type === 'finding') findings.push(event.finding);
    if (event.type === 'evidence') evidence.push(event.evidence);
    if (event.type === 'step-finished') {
      unavailable.push(...event.unavailable);
      if (event.error !== undefined) raise(event.error);
    }
    if (event.type === 'run-finished' && event.error !== undefined) raise(event.error);
  }
  return { findings, evidence, unavailable };
}

function raise({
  code,
  message,
  nextStep,
}: {
  readonly code: string;
  readonly message: string;
  readonly nextStep?: string;
}): never {
  const known =
    code === 'bundle-invalid' ||
    code === 'cluster-unavailable' ||
    code === 'forbidden' ||
    code === 'namespace-not-allowed'
      ? code
      : 'tool-failed';
  throw new HexaopsError(known, message, nextStep === undefined ? {} : { nextStep });
}

function sourceOf(path: string | undefined, { kubeconfig, context }: DiagnoseOptions) {
  if ((path === undefined) === (kubeconfig === undefined)) {
    throw new HexaopsError('input-invalid', 'name one thing to diagnose', {
      nextStep: 'give the path of a support bundle (a directory or a .tar.gz), or --kubeconfig [FILE]',
    });
  }
  if (path !== undefined) return { source: 'bundle', bundle: { path } };
  return {
    source: 'kubeconfig',
    kubeconfig: {
      ...(typeof kubeconfig === 'string' ? { path: kubeconfig } : {}),
      ...(context === undefined ? {} : { context }),
    },
  };
}
