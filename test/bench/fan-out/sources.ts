import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerParent } from '../http/processes/answer-parent.ts';

/** The sources, in a process of their own: `/?milliseconds=100` is answered after as long, `/silent` never. */
const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://source');
  if (pathname !== '/silent') setTimeout(() => response.end('ok'), Number(searchParams.get('milliseconds')));
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

answerParent({ url: () => `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
