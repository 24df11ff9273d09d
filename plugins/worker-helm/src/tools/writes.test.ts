import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { KubernetesObject, OperationOutcome } from '@hexaops/core';
import { contextOf, over, writeTool } from '../testing/context.ts';
import { recordOf } from '../testing/records.ts';
import { rollBackRelease } from './write/roll-back-release.ts';
import { upgradeRelease } from './write/upgrade-release.ts';

const target = { namespace: 'shop', name: 'checkout' };
const done: OperationOutcome = { message: 'done', body: {} };

const manifest = (image: string) => `---
# Source: shop/templates/deployment.yaml
apiVersion: apps/v1
kind: Deployment
metadata: { name: checkout }
spec: { replicas: 3, template: { spec: { containers: [{ name: server, image: "${image}" }] } } }
`;
const templates = {
  'templates/deployment.yaml': '{{ .Values.image.tag }}',
  'templates/other.yaml': '{{ .Values.other }}',
};
const revision = (number: number, tag: string, status: string, description = 'Upgrade complete') =>
  recordOf({
    revision: number,
    status,
    description,
    manifest: manifest(`checkout:${tag}`),
    values: { image: { tag } },
    defaults: { replicas: 3, auth: { password: 'planted' } },
    templates,
  });

const before = [revision(1, '1', 'superseded'), revision(2, 'x', 'failed'), revision(3, '3', 'deployed')];
const pods = Array.from({ length: 6 }, (_, index) => ({
  kind: 'Pod',
  metadata: { name: `p${index}`, namespace: 'shop' },
}));

function rollback(objects: readonly KubernetesObject[]) {
  return writeTool(rollBackRelease(over(objects).records));
}
function upgrade(objects: readonly KubernetesObject[]) {
  return writeTool(upgradeRelease(over(objects).records));
}

describe('rolling a release back', () => {
  it('is an operation of the control plane', () => {
    assert.deepEqual(rollback([]).operation({ ...target, revision: 2 }), {
      operation: 'roll_back_release',
      target: 'release/shop/checkout',
      parameters: { ...target, revision: 2 },
    });
    assert.deepEqual(rollback([]).operation(target).parameters, target);
  });

  it('is previewed with all that becomes different, back to what was in use', async () => {
    const preview = await rollback([...before, ...pods]).preview(target, contextOf());
    assert.equal(
      preview.summary,
      'Release shop/checkout goes from revision 3 (deployed) back to what revision 1 was; 1 object changes.',
    );
    assert.deepEqual(preview.changes, [
      { path: 'revision', before: 3, after: 1 },
      { path: 'values.image.tag', before: '3', after: '1' },
      {
        path: 'Deployment shop/checkout spec.template.spec.containers[name=server].image',
        before: 'checkout:3',
        after: 'checkout:1',
      },
    ]);
    assert.equal(preview.resourceVersion, 'revision 3 (103) to revision 1 (101)');
    assert.deepEqual(preview.blast, { pods: 3, namespaces: ['shop'], share: 0.5, isWholeWorkspace: false });
  });

  it('binds both records: another content of either is another approval', async () => {
    const versionOf = async (objects: readonly KubernetesObject[]) =>
      (await rollback(objects).preview(target, contextOf())).resourceVersion;
    const [first, ...others] = before;
    assert.ok(first !== undefined);
    const rewritten = { ...first, metadata: { ...first.metadata, resourceVersion: '999' } };
    assert.notEqual(await versionOf(before), await versionOf([rewritten, ...others]));
  });

  it('is refused to the present revision, to none that there is, and while another operation has not ended', async () => {
    await assert.rejects(rollback(before).preview({ ...target, revision: 3 }, contextOf()), {
      code: 'arguments-invalid',
    });
    await assert.rejects(rollback(before).preview({ ...target, revision: 9 }, contextOf()), { code: 'not-found' });
    const pending = [...before, revision(4, '4', 'pending-upgrade')];
    await assert.rejects(rollback(pending).preview(target, contextOf()), { code: 'conflict' });
  });

  it('is read back: what the newest revision is, not what was answered', async () => {
    const after = [...before, revision(4, '1', 'deployed', 'Rollback to 1')];
    for (const input of [target, { ...target, revision: 1 }]) {
      assert.equal((await rollback(after).verify(input, contextOf(), done)).state, 'applied');
      assert.equal((await rollback(before).verify(input, contextOf(), undefined)).state, 'not-applied');
      assert.equal((await rollback(before).verify(input, contextOf(), done)).state, 'unknown');
      const failed = [...before, revision(4, '1', 'failed', 'Rollback to 1')];
      assert.equal((await rollback(failed).verify(input, contextOf(), done)).state, 'unknown');
    }
    const other = await rollback(after).verify({ ...target, revision: 2 }, contextOf(), done);
    assert.equal(other.state, 'unknown');
  });

  it('that is under way is not said not to have happened', async () => {
    const pending = [...before, revision(4, '1', 'pending-rollback', 'Preparing rollback')];
    assert.equal((await rollback(pending).verify(target, contextOf(), undefined)).state, 'unknown');
  });

  it('is harmful where an object does not get ready since', async () => {
    const broken = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'checkout', namespace: 'shop' },
      spec: { replicas: 3 },
      status: { conditions: [{ type: 'ReplicaFailure', status: 'True', message: 'exceeded quota' }] },
    };
    const after = [...before, revision(4, '1', 'deployed', 'Rollback to 1'), broken];
    const { harm } = await rollback(after).verify(target, contextOf(), done);
    assert.equal(harm, 'Deployment shop/checkout does not get ready: pods are refused: exceeded quota.');
  });

  it('is taken back by going to the revision that was left', async () => {
    const tool = rollback(before);
    assert.deepEqual(tool.inverse?.(target, await tool.preview(target, contextOf())), {
      tool: 'rollback-release',
      arguments: { ...target, revision: 3 },
    });
  });
});

describe('setting values of a release', () => {
  const input = { ...target, values: [{ path: 'image.tag', value: '4' }] };

  it('is an operation of the control plane, with the values by path', () => {
    assert.deepEqual(upgrade([]).operation(input), {
      operation: 'upgrade_release',
      target: 'release/shop/checkout',
      parameters: { ...target, values: { 'image.tag': '4' } },
    });
  });

  it('is previewed with what was there, and the objects whose templates use it', async () => {
    const preview = await upgrade([...before, ...pods]).preview(input, contextOf());
    assert.match(
      preview.summary,
      /one other value and a new revision after 3; its templates use them in Deployment shop\/checkout\.$/,
    );
    assert.deepEqual(preview.changes, [
      { path: 'revision', before: 3, after: 'a new one' },
      { path: 'values.image.tag', before: '3', after: '4' },
    ]);
    assert.equal(preview.blast?.pods, 3);
  });

  it('sets no secret', async () => {
    for (const path of ['auth.password', 'token', 'secrets.a']) {
      const values = [{ path, value: 'planted' }];
      await assert.rejects(upgrade(before).preview({ ...target, values }, contextOf()), { code: 'arguments-invalid' });
    }
  });

  it('takes true and false for what they are, and no text for a number or a section', async () => {
    const enabled = { ...target, values: [{ path: 'ingress.enabled', value: 'false' }] };
    assert.deepEqual(upgrade([]).operation(enabled).parameters['values'], { 'ingress.enabled': false });
    for (const [path, value] of [
      ['replicas', 'many'],
      ['image', 'checkout:4'],
      ['image.tag', 4],
    ] as const) {
      const values = [{ path, value }];
      await assert.rejects(upgrade(before).preview({ ...target, values }, contextOf()), { code: 'arguments-invalid' });
    }
  });

  it('is read back in the values of the newest revision', async () => {
    assert.equal(
      (await upgrade([...before, revision(4, '4', 'deployed')]).verify(input, contextOf(), done)).state,
      'applied',
    );
    assert.equal((await upgrade(before).verify(input, contextOf(), undefined)).state, 'not-applied');
    const unset = { ...target, values: [{ path: 'replicas', value: null }] };
    assert.equal((await upgrade(before).verify(unset, contextOf(), done)).state, 'applied');
  });

  it('is taken back by a rollback', async () => {
    const tool = upgrade(before);
    assert.deepEqual(tool.inverse?.(input, await tool.preview(input, contextOf())), {
      tool: 'rollback-release',
      arguments: { ...target, revision: 3 },
    });
  });
});
