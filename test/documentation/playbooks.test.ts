import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { createEngine } from '@hexaops/core';
import { parseRuleSets, runRuleTests } from '@hexaops/core/rules';
import { collect, fakeCaller, lastOf } from '@hexaops/core/testing';
import workerKubernetes from '@hexaops/worker-kubernetes';
import { writeWorkspace } from '../questions/workspace.ts';
import { repository } from './markdown.ts';

const page = await readFile(join(repository, 'docs/playbooks.md'), 'utf8');
const [example = ''] = [...page.matchAll(/^```yaml\n(.*?)^```$/gms)].map(([, text = '']) => text);
const sets = parseRuleSets(example, 'docs/playbooks.md');

describe('the example of docs/playbooks.md', () => {
  it('passes its own tests', () => {
    const results = runRuleTests(sets);
    assert.ok(results.length >= 2);
    assert.deepEqual(
      results.filter(({ passed }) => !passed).map(({ message }) => message),
      [],
    );
  });

  it('is answered by the worker for Kubernetes alone, whose logs stand in for stored ones', async () => {
    await using bundle = await writeWorkspace();
    await using engine = await createEngine({
      plugins: [{ use: workerKubernetes, config: { source: 'bundle', bundle: bundle.path } }],
      config: { ruleSets: sets },
    });
    const message = 'How did frontend take its last rollout?';
    const events = await collect(engine.ask(fakeCaller({ workspace: 'w-1' }), { message }));
    const { madeBy, steps } = lastOf(events, 'plan-made').plan;
    assert.deepEqual(madeBy, { rule: 'team.after-rollout' });
    assert.deepEqual(
      steps.map(({ id }) => id),
      ['rollouts', 'events', 'pod-lines'],
    );
    assert.match(lastOf(events, 'answer').text, /No change was seen, and no symptom with a time\.$/);
    assert.equal(lastOf(events, 'run-finished').status, 'completed');
  });
});
