import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A node of its own, on a free loopback port. */
export interface OllamaServer extends AsyncDisposable {
  readonly url: string;
  /** Dies at once, whatever it is doing. */
  kill(): Promise<void>;
}

export const model = 'smollm2:latest';

const folder = await built();

/** Why there is no server; undefined where there is one. */
export const missing: string | undefined = existsSync(join(folder, 'ollama'))
  ? undefined
  : 'Ollama is not built: run test/real/ollama/build.sh';

/** Starts a server over a folder of models; several may share one. */
export async function startOllama(models: string): Promise<OllamaServer> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  // Ended with this process, whatever ends it; told, and not killed, so that it ends its runners.
  const command = ['--pdeathsig', 'TERM', 'nice', '-n', '15', join(folder, 'ollama'), 'serve'];
  const child = spawn('setpriv', command, {
    env: {
      PATH: process.env['PATH'],
      HOME: models,
      OLLAMA_MODELS: join(models, 'models'),
      OLLAMA_HOST: `127.0.0.1:${port}`,
      OLLAMA_NUM_PARALLEL: '2',
      OLLAMA_MAX_LOADED_MODELS: '2',
      OLLAMA_NOPRUNE: '1',
    },
    stdio: 'ignore',
    detached: true,
  });
  const ended = once(child, 'exit');
  const kill = async () => {
    // Its runners are processes of their own.
    if (child.exitCode === null && child.signalCode === null && child.pid !== undefined)
      process.kill(-child.pid, 'SIGKILL');
    await ended;
  };
  for (let tries = 0; tries < 600; tries++) {
    if (
      await fetch(url).then(
        (response) => response.ok,
        () => false,
      )
    ) {
      return { url, kill, [Symbol.asyncDispose]: kill };
    }
    await sleep(50);
  }
  await kill();
  throw new Error('Ollama did not start');
}

/** Gives the node the model from the file that was fetched with it. */
export async function createModel(url: string): Promise<void> {
  const template =
    '{{- range .Messages }}<|im_start|>{{ .Role }}\n{{ .Content }}<|im_end|>\n{{ end }}<|im_start|>assistant\n';
  await create(url, model, template, ['<|im_end|>']);
}

/**
 * The same model with a template that shows it how to call `look`, or, where it has no tools, what to say of what was read: it
 * goes on as it was shown. Gives its name.
 */
export async function createCallingModel(url: string): Promise<string> {
  const name = 'smollm2-calling';
  const called = 'Task: read the shop\nCall: {"name": "look", "arguments": {"part": "shop"}}\n';
  const said = 'Read: all is well\nAnswer: All is well [e1].\n';
  const calls =
    '{{ range .ToolCalls }} {"name": "{{ .Function.Name }}", "arguments": {{ .Function.Arguments }}}{{ end }}';
  const template =
    `{{ if .Tools }}${called.repeat(2)}{{ range .Messages }}` +
    '{{ if eq .Role "user" }}Task: {{ .Content }}\nCall:' +
    `{{ else if .ToolCalls }}${calls}\n` +
    '{{ else if eq .Role "tool" }}Read: {{ .Content }}\nAnswer:{{ end }}{{ end }}' +
    `{{ else }}${said.repeat(4)}Read: all is well\nAnswer:{{ end }}`;
  await create(url, name, template, ['\n']);
  return name;
}

/** The same model with a template that has no tools, and reads of a conversation only what a person says. Gives its name. */
export async function createModelWithoutTools(url: string): Promise<string> {
  const name = 'smollm2-without-tools';
  await create(url, name, '{{ range .Messages }}{{ if eq .Role "user" }}{{ .Content }}\n{{ end }}{{ end }}', ['\n\n']);
  return name;
}

async function create(url: string, name: string, template: string, stop: readonly string[]): Promise<void> {
  const bytes = await readFile(join(folder, 'model.gguf'));
  const digest = `sha256:${Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('hex')}`;
  await check(await fetch(`${url}/api/blobs/${digest}`, { method: 'POST', body: bytes }));
  // Threads wait for each other actively: on a machine that is busy two of them are slower than one.
  const parameters = { stop, num_thread: 1 };
  const body = JSON.stringify({ model: name, files: { 'model.gguf': digest }, template, parameters, stream: false });
  await check(await fetch(`${url}/api/create`, { method: 'POST', body }));
}

async function check(response: Response): Promise<void> {
  if (!response.ok) throw new Error(`${response.url}: ${response.status} ${await response.text()}`);
  await response.arrayBuffer();
}

async function built(): Promise<string> {
  const versions = await readFile(new URL('versions.env', import.meta.url), 'utf8');
  const version = /^OLLAMA_VERSION=(.*)$/m.exec(versions)?.[1] ?? '';
  return join(process.env['HEXAOPS_CACHE'] ?? join(homedir(), '.cache/hexaops'), `ollama-${version}`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
