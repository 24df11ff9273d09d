import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { processorSeconds } from '../../support/processor-time.ts';
import { answerParent } from '../processes/answer-parent.ts';
import { bareKoa } from '../bare-koa.ts';

interface Given {
  readonly controlPlane: string;
  /** What the answer to a question and to a stream are to be. */
  readonly reply: string;
  readonly frames: string;
}

const { controlPlane, reply, frames } = JSON.parse(process.argv[2] ?? '') as Given;
const handle = await bareKoa(`${controlPlane}/.well-known/jwks.json`, reply, frames);
const server = createServer(handle);
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

answerParent({
  url: () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  processorSeconds,
});
