import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, test } from 'node:test';
import { createEngine } from '@hexaops/core';
import { collect, fakeCaller, lastOf, openTools, ruleChecks, runChecks, toolChecks } from '@hexaops/core/testing';
import { checkServices } from './check-services.ts';
import plugin from './index.ts';
import { StatusPage } from './status-page.ts';

const page = (services: unknown) => `data:application/json,${encodeURIComponent(JSON.stringify(services))}`;
const search = { name: 'search', status: 'down', latencyMilliseconds: 0 };
const cart = { name: 'cart', status: 'up', latencyMilliseconds: 1_200 };

test('a question is answered with what is wrong, and with what shows it', async () => {
  await using engine = await createEngine({ plugins: [{ use: plugin, config: { url: page([search, cart]) } }] });
  const events = await collect(engine.ask(fakeCaller(), { message: 'Are all services up?' }));
  const { text } = lastOf(events, 'answer');
  assert.match(text, /search is down\..*service-down/);
  assert.match(text, /cart takes 1200 ms to answer/);
});

test('a page that cannot be read is said to be unavailable', async () => {
  for (const url of [page({ services: [] }), page([{ name: 1 }]), 'http://127.0.0.1:9/']) {
    await using tools = await openTools({ use: plugin, config: { url } });
    await assert.rejects(tools.call('check-services', {}), { code: 'source-unavailable' });
  }
});

test('the token goes to the server of the page, and to none that it redirects to', async () => {
  const seen: (string | undefined)[] = [];
  await using server = createServer(({ headers }, response) => {
    seen.push(headers.authorization);
    response.writeHead(307, { location: '/elsewhere' }).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/services`;
  await using tools = await openTools({ use: plugin, config: { url, token: 'a-token' } });
  await assert.rejects(tools.call('check-services', {}), { code: 'source-unavailable' });
  assert.deepEqual(seen, ['Bearer a-token']);
});

describe('the tool conforms', () => {
  const many = Array.from({ length: 300 }, (_, at) => ({ ...search, name: `service-${at}` }));
  const call = async (byteCap: number) => {
    await using tools = await openTools({ use: plugin, config: { url: page(many) } });
    return tools.call('check-services', {}, { byteCap });
  };
  const tool = checkServices(new StatusPage({ url: page([]) }));
  runChecks(toolChecks(tool, [{}, { service: 'search' }], call), test);
});

describe('the rules conform', () => {
  runChecks(ruleChecks(plugin, { url: page([]) }), test);
});
