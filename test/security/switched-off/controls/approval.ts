import { inFile } from '../../table/row.ts';
import type { SwitchedOff } from '../control.ts';

const check = 'core/src/run/approval-check.ts';
const tampering = 'core/src/engine/tampering.test.ts';
const engineTests = 'core/src/engine/engine.test.ts';
const own = 'test/security/approval-swapped/every-byte.test.ts';
const decisions = 'a decision with another hash, another id, or a second time executes nothing';
const late = 'an approval that was given in time is carried out in time, or not at all';

export const approval: readonly SwitchedOff[] = [
  {
    name: 'approval-stored-bytes',
    control: 'what an approval shows is what its bytes say',
    file: 'core/src/run/approval.ts',
    find: 'if (hashOf(bytes) === hash && hashOf(shown) === hash && isRendered) return;',
    replace: 'return;',
    tests: inFile(
      tampering,
      'of which one byte is changed executes nothing, whichever it is of what is bound and shown',
    ),
  },
  {
    name: 'approval-made-again',
    control: 'the operation is made again from the arguments and compared',
    file: check,
    find: 'if (hashOf(made) !== approval.hash) {',
    replace: 'if (false) {',
    tests: inFile(own, 'a tool that makes another operation of the same arguments since executes nothing'),
  },
  {
    name: 'approval-expiry-at-execution',
    control: 'an approval that has ended since executes nothing',
    file: check,
    find: 'if (now >= bytes.expiresAt) {',
    replace: 'if (false) {',
    tests: inFile(own, late),
  },
  {
    name: 'approval-expiry-at-decision',
    control: 'an approval that has ended cannot be given',
    file: 'core/src/engine/resumption.ts',
    find: 'if (now >= approval.bytes.expiresAt)',
    replace: 'if (false)',
    tests: inFile(engineTests, 'expires politely'),
  },
  {
    name: 'approval-shown-changes',
    control: 'the object would change as the screen said',
    file: check,
    find: 'canonicalize(preview.changes) !== canonicalize(approval.changes) ||',
    replace: '',
    tests: inFile(
      'core/src/engine/approval-attacks.test.ts',
      'holds only while the object would change as the screen said, also where it has no version',
    ),
  },
  {
    name: 'approval-version',
    control: 'the object is of the version that was looked at',
    file: check,
    find: '(preview.resourceVersion ?? null) !== bytes.resourceVersion',
    replace: 'false',
    tests: inFile(own, 'an object of another version since is not changed'),
  },
  {
    name: 'approval-permissions',
    control: 'permissions that have changed since void an approval',
    file: check,
    find: 'if (bytes.permissions !== undefined && bytes.permissions !== permissionDigest(caller)) {',
    replace: 'if (false) {',
    tests: inFile(own, 'a caller with other permissions since changes nothing, however often the run is gone on with'),
  },
  {
    name: 'approval-four-eyes-at-execution',
    control: 'four eyes are asked for again at the execution',
    file: check,
    find: '(decision.fourEyes && !isAnothers) || ',
    replace: '',
    tests: inFile(tampering, 'of which the approvers are struck out is not enough for the rules of this moment'),
  },
  {
    name: 'approval-role-at-execution',
    control: 'the role is asked for again at the execution',
    file: check,
    find: ' || !hasRoles || !keepsRoles',
    replace: '',
    tests: inFile(tampering, 'of which the approvers are struck out is not enough for the rules of this moment'),
  },
  {
    name: 'approval-four-eyes',
    control: 'the requester cannot approve what needs four eyes',
    file: 'core/src/engine/approvals.ts',
    find: 'if (approval.fourEyes && mayRunWith(caller, record)) {',
    replace: 'if (false) {',
    tests: inFile(
      engineTests,
      'the requester cannot approve; a colleague can, and the change runs on the requester\u2019s next token',
    ),
  },
  {
    name: 'approval-role',
    control: 'only who holds the role may approve',
    file: 'core/src/engine/approvals.ts',
    find: 'if (approval.roles.length > 0 && !holdsRole(caller, approval)) {',
    replace: 'if (false) {',
    tests: inFile(engineTests, 'a role that the token does not name is not held'),
  },
  {
    name: 'approval-hash-of-decision',
    control: 'a decision with another hash is none',
    file: 'core/src/engine/resumption.ts',
    find: 'if (hash !== undefined && hash !== approval.hash) {',
    replace: 'if (false) {',
    tests: inFile(own, decisions),
  },
  {
    name: 'approval-binds-expiry-and-nonce',
    control: 'every field is bound',
    file: 'core/src/run/approval.ts',
    find: 'const text = canonicalize(bytes);',
    replace: "const text = canonicalize({ ...bytes, workspace: '', nonce: '' });",
    tests: inFile(own, 'one byte changed, in every byte of every field that is bound: another hash'),
  },
  {
    name: 'approval-nonce',
    control: 'two requests of one change are two approvals',
    file: 'core/src/run/approval.ts',
    find: "return randomBytes(16).toString('hex');",
    replace: "return '00'.repeat(16);",
    tests: inFile('core/src/run/approval.test.ts', 'nonces are 128 random bits'),
  },
  {
    name: 'approval-hooks-after',
    control: 'no hook changes the arguments once there is an approval',
    file: 'core/src/run/write-step.ts',
    find: ': await admitAgain(context, { ...planned, arguments: approved.approval.bytes.arguments });',
    replace: ': await admit(context, { ...planned, arguments: approved.approval.bytes.arguments });',
    tests: inFile(tampering, 'are not asked for other arguments once there is an approval'),
  },
  {
    name: 'approval-frozen-arguments',
    control: 'arguments that were judged cannot be changed by who has seen them',
    file: 'core/src/run/admission.ts',
    find: 'const values = plainCopy(changed.arguments);',
    replace: 'const values = changed.arguments;',
    tests: inFile(
      'test/security/guard/guard.test.ts',
      'arguments that a hook keeps, and changes once they are validated, are used as they were',
    ),
  },
  {
    name: 'approval-who-may-see',
    control: 'an approval is shown to those who may decide it',
    file: 'core/src/engine/approvals.ts',
    find: 'return approval.roles.length > 0 ? holdsRole(caller, approval) : approval.fourEyes;',
    replace: 'return true;',
    tests: inFile(own, 'an approval is as absent as none for who may not decide it'),
  },
];
