import { inFile } from '../../table/row.ts';
import type { SwitchedOff } from '../control.ts';

const kubernetes = 'plugins/worker-kubernetes/src';
const doors = 'what is another\u2019s is as absent as what never was, at every door';
const exits = 'core/src/engine/exits.test.ts';

export const tenant: readonly SwitchedOff[] = [
  {
    name: 'tenant-run-owner',
    control: 'a run works with its own person\u2019s token alone',
    file: 'core/src/engine/approvals.ts',
    find: 'return caller.subject === subject && caller.workspace === workspace;',
    replace: 'return caller.workspace === workspace;',
    tests: inFile(
      'core/src/engine/engine.test.ts',
      'the requester cannot approve; a colleague can, and the change runs on the requester\u2019s next token',
    ),
  },
  {
    name: 'tenant-store-subject',
    control: 'the store gives what is a person\u2019s to that person',
    file: 'core/src/store/memory.ts',
    find: 'owner.subject === record.subject && owner.workspace === record.workspace;',
    replace: 'owner.workspace === record.workspace;',
    tests: inFile(exits, doors),
  },
  {
    name: 'tenant-store-workspace',
    control: 'the store gives what is of a workspace in that workspace',
    file: 'core/src/store/memory.ts',
    find: 'owner.subject === record.subject && owner.workspace === record.workspace;',
    replace: 'owner.subject === record.subject;',
    tests: inFile(exits, doors),
  },
  {
    name: 'tenant-id-form',
    control: 'ids of another form reach no store',
    file: 'core/src/engine/check-input.ts',
    find: "return typeof id === 'string' && /^[0-9a-f]{32}$/.test(id);",
    replace: "return typeof id === 'string';",
    tests: inFile('test/security/hijacked-sessions/cross-pairs.test.ts', 'no store is asked for what cannot be an id'),
  },
  {
    name: 'tenant-session-ids',
    control: 'ids cannot be guessed',
    file: 'core/src/engine/new-records.ts',
    find: "return drawn.toString('hex', given - 16, given);",
    replace: "return drawn.toString('hex', given - 2, given).padStart(32, '0');",
    tests: inFile('test/security/hijacked-sessions/cross-pairs.test.ts', 'ids are 128 random bits'),
  },
  {
    name: 'tenant-namespaces',
    control: 'only namespaces of the workspace are read',
    file: `${kubernetes}/tools/access.ts`,
    find: 'if (!allowed.includes(namespace)) throw',
    replace: 'if (false) throw',
    tests: inFile(
      'test/security/other-tenants-objects/paths.test.ts',
      'other namespaces, all namespaces and segments that climb are refused before any call, through every tool',
    ),
  },
  {
    name: 'tenant-unknown-workspace',
    control: 'a workspace that is not configured has no namespace',
    file: `${kubernetes}/tools/access.ts`,
    find: 'if (allowed === undefined || allowed.length === 0) {',
    replace: 'if (allowed === undefined) return undefined;\n    if (allowed.length === 0) {',
    tests: inFile(
      'test/security/other-tenants-objects/paths.test.ts',
      'a workspace without namespaces, or by a name of the language, reads nothing',
    ),
  },
  {
    name: 'tenant-namespace-names',
    control: 'a namespace is a name and no path',
    file: `${kubernetes}/source/names.ts`,
    find: "return label.test(name) ? name : refuse('namespace', name);",
    replace: 'return name;',
    tests: inFile(
      `${kubernetes}/source/pass-through/pass-through-source.test.ts`,
      'names that no object has are refused before any call',
    ),
  },
  {
    name: 'tenant-path-segments',
    control: 'a segment of a path cannot climb',
    file: 'plugins/control-plane/src/request/template.ts',
    find: "if (typeof value !== 'string' || !safeSegment.test(value) || value.includes('..')) {",
    replace: 'if (false) {',
    tests: inFile('plugins/control-plane/src/never-sent.test.ts', 'what is never sent'),
  },
  {
    name: 'tenant-workspace-by-code',
    control: 'the workspace of an operation is set by code',
    file: 'plugins/control-plane/src/request/operation-request.ts',
    find: "    ['workspace', workspace],\n",
    replace: "    ['workspace', parameters['workspace'] ?? workspace],\n",
    tests: inFile(
      'test/security/other-tenants-objects/paths.test.ts',
      'an operation goes to the workspace of the token, whatever its parameters name',
    ),
  },
  {
    name: 'tenant-target-contradiction',
    control: 'parameters name the object that was approved',
    file: 'plugins/control-plane/src/request/operation-request.ts',
    find: '  refuseContradiction(operation);\n',
    replace: '',
    tests: inFile(
      'plugins/control-plane/src/never-sent.test.ts',
      'an operation whose parameters name another object than its target',
    ),
  },
  {
    name: 'tenant-path-of-workspace',
    control: 'a path that names another workspace is not found',
    file: 'runtime/src/http/routes/workspaces.ts',
    find: 'if (idOf(context) !== callerOf(context).workspace) {',
    replace: 'if (false) {',
    tests: inFile(
      'runtime/src/http/problem/problem.test.ts',
      'session, run, approval and workspace answer like those that never were',
    ),
  },
  {
    name: 'tenant-context-of-page',
    control: 'a page of another workspace is not answered',
    file: 'runtime/src/http/chat/perform.ts',
    find: 'if (workspace !== undefined && workspace !== caller.workspace) {',
    replace: 'if (false) {',
    tests: inFile(
      'runtime/src/http/chat/chat.test.ts',
      'the web client gets words and suggestions, in its own workspace only',
    ),
  },
  {
    name: 'tenant-secret-values',
    control: 'values of secrets are not in what is read of a cluster',
    file: `${kubernetes}/cluster/clean/clean.ts`,
    find: "const keys = resource.kind === 'Secret' || resource.kind === 'ConfigMap' ? takeDataKeys(value) : undefined;",
    replace: 'const keys = undefined;',
    tests: inFile(`${kubernetes}/cluster/clean/clean.test.ts`, 'of a Secret and a ConfigMap only the keys remain'),
  },
];
