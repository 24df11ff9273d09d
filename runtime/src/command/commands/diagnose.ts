import {
  type Caller,
  createEngine,
  type Engine,
  type ErrorCode,
  type Evidence,
  type EventError,
  type Finding,
  HexaopsError,
  type StreamedEvent,
  type UnavailableSource,
} from '@hexaops/core';
import workerKubernetes from '@hexaops/worker-kubernetes';
import { type ExitCode, exitCode } from '../exit-code.ts';
import { type Io, print } from '../io.ts';
import { type Diagnosis, findingsJson, findingsText } from '../presentation/findings.ts';
import { printableJson } from '../presentation/printable.ts';
import { startProgress } from '../presentation/progress.ts';
import { screenOf } from '../presentation/screen.ts';

export interface DiagnoseOptions {
  /** True for where kubectl looks, else a path. */
  readonly kubeconfig?: string | true;
  readonly context?: string;
  /** Whether the kubeconfig may run a program to get credentials. */
  readonly allowPrograms?: boolean;
  readonly namespace?: readonly string[];
  readonly json?: boolean;
  /** 0 to 1; findings that are less sure are left out. */
  readonly minimumConfidence?: number;
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

/** A whole cluster may take longer to read, and one piece of evidence be larger, than in a service with many users. */
const budget = {
  stepMilliseconds: 300_000,
  resultBytes: 16_777_216,
  evidenceBytes: 262_144,
  runBytes: 67_108_864,
};
const readBytes = 1024 ** 3;

/** Diagnoses a support bundle or a live cluster by the rules alone, and prints findings. Writes nothing anywhere. */
export async function diagnose(io: Io, path: string | undefined, options: DiagnoseOptions): Promise<ExitCode> {
  const config = { ...sourceOf(path, options), readBytes };
  const shown = await findOut(io, path ?? 'the cluster', config, options);
  await print(
    io,
    options.json === true
      ? printableJson(findingsJson(shown), io.coloured ? 2 : undefined)
      : findingsText(shown, screenOf(io)),
  );
  return options.exitCode === true && shown.findings.length > 0 ? exitCode.failed : exitCode.done;
}

async function findOut(io: Io, what: string, config: unknown, options: DiagnoseOptions): Promise<Diagnosis> {
  using progress = startProgress(io);
  progress.say(`reading ${what}`);
  await using engine = await createEngine({
    plugins: [{ use: workerKubernetes, config }],
    config: { budget, mode: 'readOnly' },
  });
  const { findings, ...found } = await askEngine(engine, options.namespace ?? []);
  const minimum = options.minimumConfidence ?? 0;
  return { ...found, findings: findings.filter(({ confidence }) => confidence >= minimum) };
}

async function askEngine(engine: Engine, namespaces: readonly string[]): Promise<Diagnosis> {
  const findings: Finding[] = [];
  const evidence: Evidence[] = [];
  const unavailable: UnavailableSource[] = [];
  for await (const event of engine.ask(localCaller, { message: 'what is wrong?', namespaces })) {
    if (event.type === 'finding') findings.push(event.finding);
    if (event.type === 'evidence') evidence.push(event.evidence);
    if (event.type === 'step-finished') unavailable.push(...event.unavailable);
    const error = failureOf(event);
    if (error !== undefined) throw error;
  }
  return { findings, evidence, unavailable };
}

function failureOf(event: StreamedEvent): HexaopsError | undefined {
  if (event.type !== 'step-finished' && event.type !== 'run-finished') return undefined;
  return event.error && raised(event.error);
}

/** The error that the engine made an event of: its code is one of the project's. */
function raised({ code, message, nextStep }: EventError): HexaopsError {
  return new HexaopsError(code as ErrorCode, message, nextStep === undefined ? {} : { nextStep });
}

function sourceOf(path: string | undefined, { kubeconfig, context, allowPrograms }: DiagnoseOptions) {
  const isLive = kubeconfig !== undefined || context !== undefined;
  if ((path !== undefined) === isLive) {
    throw new HexaopsError('input-invalid', `name one thing to diagnose${isLive ? ', not two' : ''}`, {
      nextStep:
        'give the path of a support bundle (a directory or a .tar.gz file) before any option, or --kubeconfig [FILE]',
    });
  }
  if (path !== undefined) return { source: 'bundle', bundle: path };
  return {
    source: 'kubeconfig',
    kubeconfig: {
      ...(typeof kubeconfig === 'string' ? { path: kubeconfig } : {}),
      ...(context === undefined ? {} : { context }),
      ...(allowPrograms === undefined ? {} : { allowPrograms }),
    },
  };
}
