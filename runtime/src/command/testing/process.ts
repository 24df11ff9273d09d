import { spawn } from 'node:child_process';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../main.ts', import.meta.url));

export interface Finished {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ProcessOptions {
  readonly input?: string | Uint8Array;
  readonly environment?: Readonly<Record<string, string>>;
  readonly directory?: string;
}

/** The command as a process of its own, as a shell would start it: no terminal anywhere. */
export function startHexaops(argv: readonly string[], { environment = {}, directory }: ProcessOptions = {}) {
  const child = spawn(process.execPath, [...process.execArgv.filter(isCondition), main, ...argv], {
    env: { PATH: process.env['PATH'], ...environment },
    ...(directory === undefined ? {} : { cwd: directory }),
  });
  const ended = new Promise<Pick<Finished, 'code' | 'signal'>>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal }));
  });
  return { child, ended };
}

/** Runs it to its end. */
export async function runHexaops(argv: readonly string[], options: ProcessOptions = {}): Promise<Finished> {
  const { child, ended } = startHexaops(argv, options);
  child.stdin.on('error', () => undefined);
  child.stdin.end(options.input ?? '');
  const [stdout, stderr, end] = await Promise.all([buffer(child.stdout), buffer(child.stderr), ended]);
  return { ...end, stdout: stdout.toString(), stderr: stderr.toString() };
}

/** The way in which packages of the workspace are found; nothing of how tests are run. */
function isCondition(argument: string): boolean {
  return argument.startsWith('--conditions') || argument === '-C';
}
