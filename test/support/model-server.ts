import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { LlmProvider } from '@hexaops/core';

type Model = ReturnType<LlmProvider['languageModel']>;
type Options = Parameters<Model['doStream']>[0];
type Message = Options['prompt'][number];

/** What a client of chat completions posts, as far as a model here looks at it. */
interface Body {
  readonly messages: readonly {
    readonly role: string;
    readonly content?: string | readonly { readonly text?: string }[] | null;
    readonly tool_call_id?: string;
  }[];
  readonly response_format?: { readonly type: string; readonly json_schema?: { readonly name: string } };
  readonly tools?: readonly { readonly function: { readonly name: string } }[];
}

export interface ModelServer extends AsyncDisposable {
  readonly url: string;
  /** Who answers from now on. */
  model: Model;
  readonly bodies: readonly string[];
  /** The value of the header, of each request. */
  readonly authorizations: readonly (string | undefined)[];
}

/** A server of chat completions, as gateways have them, behind which a model of a test answers. */
export async function startModelServer(model: Model): Promise<ModelServer> {
  const bodies: string[] = [];
  const authorizations: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      bodies.push(body);
      authorizations.push(request.headers.authorization);
      void answer(started.model, JSON.parse(body) as Body, response);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const started: ModelServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    model,
    bodies,
    authorizations,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return started;
}

/** A failure before the first part is told as one; later the answer breaks off. */
async function answer(model: Model, body: Body, response: ServerResponse): Promise<void> {
  try {
    const { stream } = await model.doStream(optionsOf(body));
    const envelope = { id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm' };
    const send = (chunk: object) => {
      if (!response.headersSent) response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(`data: ${JSON.stringify({ ...envelope, ...chunk })}\n\n`);
    };
    const write = (delta: object, finish: string | null) =>
      send({ choices: [{ index: 0, delta, finish_reason: finish }] });
    let calls = 0;
    for await (const part of stream) {
      if (part.type === 'text-delta') write({ role: 'assistant', content: part.delta }, null);
      if (part.type === 'tool-call') {
        const { toolCallId: id, toolName: name, input } = part;
        write({ tool_calls: [{ index: calls++, id, type: 'function', function: { name, arguments: input } }] }, null);
      }
      if (part.type !== 'finish') continue;
      const { finishReason, usage } = part;
      write({}, calls > 0 ? 'tool_calls' : finishReason.unified === 'length' ? 'length' : 'stop');
      const spent = { prompt_tokens: usage.inputTokens.total, completion_tokens: usage.outputTokens.total };
      send({ choices: [], usage: spent });
    }
    response.end('data: [DONE]\n\n');
  } catch (error) {
    if (response.headersSent) return void response.destroy();
    response.writeHead(500, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ error: { message: String(error), type: 'server_error', code: null } }));
  }
}

function optionsOf({ messages, response_format: form, tools = [] }: Body): Options {
  return {
    prompt: messages.map(messageOf),
    ...(form?.type === 'json_schema' ? { responseFormat: { type: 'json', name: form.json_schema?.name ?? '' } } : {}),
    tools: tools.map(({ function: { name } }) => ({ type: 'function', name, inputSchema: {} })),
  };
}

function messageOf({ role, content, tool_call_id: id = '' }: Body['messages'][number]): Message {
  const text = typeof content === 'string' ? content : (content ?? []).map((part) => part.text ?? '').join('\n');
  if (role === 'system' || role === 'developer') return { role: 'system', content: text };
  if (role === 'tool') {
    const output = { type: 'text' as const, value: text };
    return { role: 'tool', content: [{ type: 'tool-result', toolCallId: id, toolName: '', output }] };
  }
  return { role: role === 'assistant' ? 'assistant' : 'user', content: [{ type: 'text', text }] };
}
