import assert from 'node:assert/strict';
import { readdir, readFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { inspect } from 'node:util';
import { HexaopsError, type HookName, type PluginApi } from '@hexaops/core';
import { createFakeControlPlane } from '@hexaops/core/testing';
import workerKubernetes from '@hexaops/worker-kubernetes';
import { startService } from '../support/service.ts';
import { finding, text } from '../support/shop.ts';
import { contributionsOf } from '../support/tools.ts';

const hooks: readonly HookName[] = [
  'authorize',
  'plan',
  'beforeStep',
  'toolCall',
  'toolResult',
  'finding',
  'answer',
  'modelCalled',
  'feedback',
  'runRestored',
  'ruleTried',
  'runEvent',
];

/** What hooks are given while it is asked for, as somebody who looks for a token would write it down; of events always. */
function listen(api: PluginApi, heard: string[], isAsked: () => boolean): void {
  const write = (name: HookName, values: readonly unknown[]) => {
    if (name !== 'runEvent' && !isAsked()) return;
    heard.push(...revealed(values));
    heard.push(inspect(values, { depth: 30, showHidden: true, maxStringLength: null, maxArrayLength: null }));
    try {
      heard.push(JSON.stringify(values));
    } catch {
      // What cannot be written as JSON leaves by no exit that writes JSON.
    }
  };
  for (const name of hooks) {
    api.tap(name, ((...values: readonly unknown[]) => {
      write(name, values);
      return name === 'toolCall' || name === 'toolResult' || name === 'finding' || name === 'answer'
        ? values[0]
        : undefined;
    }) as never);
  }
}

/** What whoever is given these values can make them tell. */
function revealed(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  const { reveal } = value as { readonly reveal?: unknown };
  const own = typeof reveal === 'function' ? [String(reveal.call(value))] : [];
  return [...own, ...Object.values(value).flatMap(revealed)];
}

async function filesUnder(directory: string): Promise<readonly string[]> {
  const names = await readdir(directory);
  return Promise.all(names.map((name) => readFile(join(directory, name), 'latin1')));
}

describe('the token of the caller', () => {
  test('a canary token is found in no answer, stream, log line, stored row, audit row, hook or error', async (t) => {
    const directory = await mkdtemp(join(tmpdir(), 'hexaops-canary-'));
    t.after(() => rm(directory, { recursive: true, force: true }));
    const heard: string[] = [];
    // Until somebody else than the engine hands the token about.
    let isPlain = true;
    let canary = '';
    const everything: string[] = [];
    {
      await using service = await startService({
        world: { plugin: (api) => listen(api, heard, () => isPlain) },
        config: { approvalSeconds: 60 },
        store: join(directory, 'hexaops.sqlite'),
      });
      canary = service.minter.mint({ sub: 'canary', jti: 'c4n4ry-c4n4ry-c4n4ry' });
      const { world, controlPlane } = service;
      const send = async (body: object, headers: Record<string, string> = {}) => {
        const { text: said, headers: sent } = await service.send({ token: canary, body, headers });
        everything.push(said, JSON.stringify(sent));
        return said;
      };
      const stream = { accept: 'text/event-stream' };
      await send({ message: 'what is wrong?' });
      const first = JSON.parse(await send({ message: 'scale checkout to 2' })) as { approval: { id: string } };
      await send({ approval: { id: first.approval.id, decision: 'approve' } });
      isPlain = false;
      world.result = () => ({
        evidence: [
          text(`Authorization: Bearer ${canary}`, canary),
          { ...text(''), content: { kind: 'object', object: { [canary]: [canary] } } },
        ],
        findings: [finding({ summary: canary, cause: canary, remedy: { description: canary } })],
        unavailable: [{ source: canary, reason: canary }],
        value: { canary },
      });
      await send({ message: 'what is wrong?' });
      await send({ message: 'what is wrong?' }, stream);
      await send({ message: `my token is ${canary}: what is wrong?` }, stream);
      await send({ message: `${canary.split('.')[2]}` });
      await send({ message: 'x', session_id: canary.slice(0, 100) });
      await send({ [canary]: canary });
      world.result = () => {
        throw new HexaopsError('tool-failed', `401 for ${canary}`, {
          cause: new Error(canary),
          nextStep: encodeURIComponent(canary),
        });
      };
      await send({ message: 'what is wrong?' });
      world.result = () => Promise.reject(new TypeError(`cannot send {"authorization":"Bearer ${canary}"}`));
      await send({ message: 'what is wrong?' }, stream);
      for (const status of [200, 400, 403, 500]) {
        controlPlane.answer = ({ headers }) => ({
          status,
          body: { message: headers.authorization, error: headers.authorization },
        });
        const asked = JSON.parse(await send({ message: 'scale checkout to 3' })) as { approval: { id: string } };
        await send({
          approval: { id: asked.approval.id, decision: 'approve', reason: `because ${canary.slice(-40)}` },
        });
      }
      for (const path of [
        '/v1/chat?sessions',
        '/v1/chat?approvals',
        '/v1/chat/sessions',
        '/v1/approvals',
        `/v1/chat?token=${canary}`,
        `/${canary}`,
      ]) {
        const { text: said, headers } = await service.send({
          token: canary,
          method: 'GET',
          path,
          headers: { cookie: canary },
        });
        everything.push(said, JSON.stringify(headers));
      }
      for (const broken of [`${canary}x`, `x${canary}`, canary.slice(0, -4)]) {
        everything.push((await service.send({ token: broken, body: { message: 'x' } })).text);
      }
      everything.push(...service.log);
      assert.ok(
        controlPlane.calls.every(
          ({ headers, body, path }) =>
            headers.authorization === `Bearer ${canary}` && !`${body}${path}`.includes(canary),
        ),
      );
    }
    const stored = await filesUnder(directory);
    const [, payload = '', signature = ''] = canary.split('.');
    const exits = { answers: everything, hooks: heard, 'stored bytes': stored };
    for (const [exit, words] of Object.entries(exits)) {
      for (const secret of [payload, signature, payload.slice(20, 60), signature.slice(0, 40), signature.slice(-40)]) {
        const leaks = words.filter((each) => each.includes(secret));
        assert.equal(
          leaks.length,
          0,
          `${exit}: a part of the token in ${leaks[0]?.replaceAll(secret, 'CANARY').slice(0, 300)}`,
        );
      }
      assert.ok(words.length > 0, exit);
    }
    assert.ok(stored.join('').includes('operation-intended') && stored.join('').includes('[redacted]'));
    const bytes = [...everything, ...heard, ...stored].reduce((sum, each) => sum + each.length, 0);
    t.diagnostic(
      `figure: ${Math.round(bytes / 1024).toLocaleString('en')} KiB of answers, streams, logs, hooks and stored rows, 0 with any part of the token`,
    );
  });

  test('rules, descriptions and schemas, which a prompt is made of, hold no credential', async (t) => {
    const { tools, ruleSources } = contributionsOf(workerKubernetes, {}, createFakeControlPlane());
    const sets = await Promise.all(ruleSources.map((source) => source.load(AbortSignal.timeout(10_000))));
    const words = [
      ...tools.map(({ name, description, input }) => JSON.stringify([name, description, input])),
      JSON.stringify(sets),
    ];
    const credential =
      /eyJ[\w-]{10}|-----BEGIN|Bearer [\w-]{8}|AKIA[0-9A-Z]{16}|\bsk-[\w-]{16}|:\/\/[^\s/:@]+:[^\s/@$*]+@/i;
    assert.deepEqual(
      words.filter((each) => credential.test(each)),
      [],
    );
    assert.ok(tools.length > 10 && sets.flat().length > 5);
    t.diagnostic(`figure: ${tools.length} tools and ${sets.flat().length} sets of rules, 0 credentials`);
  });
});
