import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Problem } from '../problem.ts';
import { Directory } from './directory.ts';
import { exampleUsers, exampleWorkspaces } from './examples.ts';

function examples(): Directory {
  return new Directory(exampleUsers, exampleWorkspaces);
}

test('the example people: two administrators and a viewer of shop, an administrator of lab, and one of nothing', () => {
  const directory = examples();
  const may = (user: string, workspace: string): boolean[] => [
    directory.may(user, workspace, 'read'),
    directory.may(user, workspace, 'write'),
  ];
  assert.deepEqual(may('alice', 'shop'), [true, true]);
  assert.deepEqual(may('erin', 'shop'), [true, true]);
  assert.deepEqual(may('bob', 'shop'), [true, false]);
  assert.deepEqual(may('carol', 'shop'), [false, false]);
  assert.deepEqual(may('carol', 'lab'), [true, true]);
  assert.deepEqual(may('dave', 'shop'), [false, false]);
  assert.equal(directory.workspace('shop')?.environment, 'production');
});

test('a permission can be taken away and given back at any moment', () => {
  const directory = examples();
  directory.revoke('alice', 'shop', 'write');
  assert.equal(directory.may('alice', 'shop', 'write'), false);
  assert.equal(directory.may('alice', 'shop', 'read'), true);
  assert.equal(directory.may('erin', 'shop', 'write'), true);
  directory.restore('alice', 'shop', 'write');
  assert.equal(directory.may('alice', 'shop', 'write'), true);
});

test('who may not read may not write', () => {
  const directory = examples();
  directory.revoke('alice', 'shop', 'read');
  assert.equal(directory.may('alice', 'shop', 'write'), false);
  directory.restoreAll();
  assert.equal(directory.may('alice', 'shop', 'write'), true);
});

test('restoring never gives more than the role', () => {
  const directory = examples();
  directory.restore('bob', 'shop', 'write');
  assert.equal(directory.may('bob', 'shop', 'write'), false);
});

test('a workspace that does not exist is refused as one that is not theirs', () => {
  const directory = examples();
  for (const workspace of ['lab', 'nowhere']) {
    assert.throws(
      () => directory.authorize('alice', workspace, 'read'),
      (error) => error instanceof Problem && error.status === 403 && error.message.includes(workspace),
    );
  }
});
