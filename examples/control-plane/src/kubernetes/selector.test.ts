import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plain } from '../testing/cluster.ts';
import { parseFieldSelector, parseLabelSelector } from './selector.ts';
import { KubernetesError } from './status.ts';

const web = plain(
  'v1',
  'Pod',
  { name: 'web', namespace: 'shop', labels: { app: 'web', 'example.com/tier': 'front' } },
  { spec: { nodeName: 'node-1' }, status: { phase: 'Running', restarts: 3, isReady: true } },
);

const labels: [string, boolean][] = [
  ['', true],
  ['app=web', true],
  ['app==web', true],
  ['app=db', false],
  ['app!=db', true],
  ['missing!=x', true],
  ['app=web,example.com/tier=front', true],
  ['app=web,example.com/tier=back', false],
  ['app', true],
  ['missing', false],
  ['!missing', true],
  ['!app', false],
  ['app in (db, web)', true],
  ['app notin (db,web),app=web', false],
  ['missing notin (a)', true],
];

for (const [selector, expected] of labels) {
  test(`labelSelector ${JSON.stringify(selector)}: ${expected}`, () => {
    assert.equal(parseLabelSelector(selector)(web), expected);
  });
}

const fields: [string, boolean][] = [
  ['', true],
  ['metadata.name=web', true],
  ['metadata.namespace!=shop', false],
  ['status.phase=Running,spec.nodeName=node-1', true],
  ['status.phase!=Running', false],
  ['status.restarts=3', true],
  ['status.isReady=true', true],
  ['spec.missing=', true],
  ['spec.missing=x', false],
];

for (const [selector, expected] of fields) {
  test(`fieldSelector ${JSON.stringify(selector)}: ${expected}`, () => {
    assert.equal(parseFieldSelector(selector)(web), expected);
  });
}

test('what cannot be understood is a 400', () => {
  for (const text of ['app=(', 'a b', '=x']) {
    assert.throws(() => parseLabelSelector(text), KubernetesError);
  }
  assert.throws(() => parseFieldSelector('metadata.name'), KubernetesError);
});
