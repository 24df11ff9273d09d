import { randomBytes } from 'node:crypto';
import { existsSync, watch } from 'node:fs';
import { extname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { HexaopsError, messageOf } from '@hexaops/core';
import pico from 'picocolors';
import { type ExitCode, exitCode } from '../../exit-code.ts';
import { type Io, print } from '../../io.ts';
import { printableLines } from '../../presentation/printable.ts';
import { reportError } from '../../report-error.ts';
import type { DevelopmentOrder, DevelopmentReport } from './development-service.ts';
import { openPluginFolder } from './plugin-folder.ts';

export interface DevOptions {
  readonly config?: string;
  readonly port?: number;
  readonly ask?: string;
  /** Asks, prints the answer and ends. */
  readonly once?: boolean;
}

/** Editors write a file in several steps. Milliseconds. */
const settled = 150;

/**
 * Runs a plugin from its sources in a service with fakes, asks it its first question, and does so again after each change, until
 * SIGINT or SIGTERM. A start that fails says why, and the next change is waited for.
 */
export async function dev(io: Io, path: string, options: DevOptions): Promise<ExitCode> {
  const folder = resolve(path);
  await openPluginFolder(folder);
  const token = `dev-${randomBytes(12).toString('hex')}`;
  const order = (port: number): DevelopmentOrder => ({
    folder,
    port,
    token,
    ...(options.config === undefined ? {} : { config: resolve(options.config) }),
    ...(options.ask === undefined ? {} : { ask: options.ask }),
  });
  using changes = new Changes(folder);
  using end = new EndOfProcess();
  let port = options.port ?? 0;
  for (;;) {
    const thread = new ServiceThread(io, order(port));
    try {
      const report = await thread.report;
      await show(io, report, token);
      if (options.once === true) return codeOf(report);
      if (report.kind === 'serving') port = Number(new URL(report.url).port);
      const next = await Promise.race([changes.next(), end.wanted]);
      if (next === undefined) return exitCode.done;
      await print(io, pico.createColors(io.coloured).dim(`\n${next} has changed`));
    } finally {
      await thread.stop();
    }
  }
}

/** One start of the service. The thread's entry lies beside this file, built or not. */
class ServiceThread {
  readonly #thread: Worker;
  readonly #ended: Promise<unknown>;
  /** What came of the start. */
  readonly report: Promise<DevelopmentReport>;

  constructor(io: Io, order: DevelopmentOrder) {
    const entry = new URL(`development-service${extname(import.meta.filename)}`, import.meta.url);
    const thread = new Worker(entry, { workerData: order, stdout: true, stderr: true });
    thread.stdout.on('data', (chunk: Buffer) => void io.stdout.write(chunk));
    thread.stderr.on('data', (chunk: Buffer) => void io.stderr.write(chunk));
    const report = Promise.withResolvers<DevelopmentReport>();
    const failed = (message: string) =>
      report.resolve({
        kind: 'failed',
        code: 'plugin-start-failed',
        message: `the plugin ended the service: ${message}`,
      });
    thread.on('message', (told: DevelopmentReport) => report.resolve(told));
    thread.on('error', (error) => {
      failed(messageOf(error));
      io.stderr.write(`${printableLines(messageOf(error))}\n`);
    });
    this.#ended = new Promise((resolve) => thread.on('exit', resolve));
    void this.#ended.then(() => failed('a plugin never ends the process'));
    this.#thread = thread;
    this.report = report.promise;
  }

  /** Lets go of what the plugin holds; a plugin that does not is cut off. */
  async stop(): Promise<void> {
    this.#thread.postMessage('close', []);
    const late = new AbortController();
    await Promise.race([this.#ended, sleep(5_000, undefined, { signal: late.signal }).catch(() => undefined)]);
    late.abort();
    await this.#thread.terminate();
  }
}

async function show(io: Io, report: DevelopmentReport, token: string): Promise<void> {
  if (report.kind === 'failed') {
    const { code, message, nextStep } = report;
    reportError(io, new HexaopsError(code, message, nextStep === undefined ? {} : { nextStep }));
    return;
  }
  const { bold, dim } = pico.createColors(io.coloured);
  const { url, plugin, brings, questions, asked } = report;
  const lines = [
    `${bold(plugin)} is served at ${url}; it brings ${brings.join(', ') || 'nothing'}`,
    ...(questions.length === 0 ? ['It has no route rule with a description: nothing says what to ask.'] : ['Ask:']),
    ...questions.map((question) => `  ${question}`),
    dim(`  HEXAOPS_AUTHORIZATION="Bearer ${token}" hexaops ask "${questions[0] ?? '...'}" --url ${url}/v1/chat`),
    ...(asked === undefined ? [] : ['', bold(`> ${asked.question}`), asked.answer]),
  ];
  await print(io, printableLines(lines.join('\n')));
}

function codeOf(report: DevelopmentReport): ExitCode {
  if (report.kind === 'failed') return exitCode.refused;
  return report.asked?.completed === false ? exitCode.failed : exitCode.done;
}

/** What of a folder a plugin is made of. */
class Changes implements Disposable {
  readonly #stop = new AbortController();
  #changed = Promise.withResolvers<string>();

  constructor(folder: string) {
    const { signal } = this.#stop;
    const tell = (name: string | null) => this.#changed.resolve(name ?? 'a file');
    watch(folder, { signal }, (_, name) => {
      if (name !== null && /^(?:package\.json|[^.].*\.ya?ml)$/.test(name)) tell(name);
    });
    for (const part of ['src', 'rules']) {
      if (!existsSync(join(folder, part))) continue;
      watch(join(folder, part), { signal, recursive: true }, (_, name) => tell(`${part}/${name ?? ''}`));
    }
  }

  /** The first that has changed since this was asked before; when writing has come to rest. */
  async next(): Promise<string> {
    const name = await this.#changed.promise;
    await sleep(settled);
    this.#changed = Promise.withResolvers();
    return name;
  }

  [Symbol.dispose](): void {
    this.#stop.abort();
  }
}

/** The wish of a person or a system to end it. */
class EndOfProcess implements Disposable {
  readonly #wanted = Promise.withResolvers<undefined>();
  readonly #listener = () => this.#wanted.resolve(undefined);
  readonly wanted = this.#wanted.promise;

  constructor() {
    process.on('SIGINT', this.#listener).on('SIGTERM', this.#listener);
  }

  [Symbol.dispose](): void {
    process.off('SIGINT', this.#listener).off('SIGTERM', this.#listener);
  }
}
