import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startService } from '../support/service.ts';

test('a body that says one thing to its first reader and another to its last is refused', async (t) => {
  await using service = await startService();
  const token = service.minter.mint();
  const asked = await service.send({ token, body: { message: 'scale checkout to 3' } });
  const { id } = (JSON.parse(asked.text) as { readonly approval: { readonly id: string } }).approval;
  const bodies = [
    `{"approval":{"id":"${id}","decision":"reject","decision":"approve"}}`,
    `{"approval":{"id":"other","id":"${id}","decision":"approve"}}`,
    `{"approval":{"id":"other","decision":"reject"},"approval":{"id":"${id}","decision":"approve"}}`,
    String.raw`{"approval":{"id":"${id}","decision":"reject","d\u0065cision":"approve"}}`,
    `{"message":"what can you do?","message":"scale checkout to 3"}`,
    `{"message":"x","context":{"workspace_id":"shop","workspace_id":"lab"}}`,
    `{"__proto__":{"decision":"approve"},"approval":{"id":"${id}"}}`,
    `{"approval":{"id":"${id}","decision":"approve","__proto__":{"hash":"x"}}}`,
    `{"approval":{"id":"${id}","decision":"approve"},"message":"x"}`,
    `{"approval":{"id":"${id}","decision":"approve"},"run_id":"${'0'.repeat(32)}","cancel":true}`,
    `{"approval":{"id":"${id}","decision":["approve"]}}`,
    `{"approval":{"id":"${id}","decision":"Approve"}}`,
    `{"approval":{"id":"${id}","decision":"approve\\u0000"}}`,
    `{"approval":{"id":"${id}","decision":"approve","hash":null}}`,
    `\ufeff{"approval":{"id":"${id}","decision":"approve"}}x`,
    `{"approval":{"id":"${id}","decision":"approve"}} {"message":"x"}`,
    `{"approval":{"id":"${id}","decision":"approve",}}`,
    `{"approval":{"id":"${id}","decision":"approve"/**/}}`,
    `{'approval':{'id':'${id}','decision':'approve'}}`,
  ];
  for (const body of bodies) {
    const { status, text } = await service.send({ token, body });
    assert.equal(status, 400, `${body}: ${text}`);
  }
  assert.deepEqual(service.controlPlane.calls, []);
  const once = await service.send({ token, body: `{"approval":{"id":"${id}","decision":"approve"}}` });
  assert.equal(once.status, 200, once.text);
  t.diagnostic(`figure: ${bodies.length} ambiguous bodies, ${bodies.length} refused, 0 approvals by them`);
});
