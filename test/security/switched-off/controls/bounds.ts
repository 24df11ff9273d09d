import { inFile } from '../../table/row.ts';
import type { SwitchedOff } from '../control.ts';

const body = 'runtime/src/http/request/body.test.ts';
const limits = 'test/security/expensive-queries/limits.test.ts';
const over = inFile(
  limits,
  'a body, a token, a nesting or a message over its limit is refused, and the service goes on',
);

export const bounds: readonly SwitchedOff[] = [
  {
    name: 'limit-body',
    control: 'a body that is too long is refused by its declared length',
    file: 'runtime/src/http/request/body.ts',
    find: 'if (length > limits.bodyBytes) throw tooLarge(limits);',
    replace: '',
    tests: inFile(body, 'is refused by its declared length before a byte of it is read'),
  },
  {
    name: 'limit-nesting',
    control: 'a body that nests too deep is refused',
    file: 'runtime/src/http/request/json.ts',
    find: 'if (depth > maximumDepth)',
    replace: 'if (false)',
    tests: over,
  },
  {
    name: 'limit-repeated-names',
    control: 'a body that gives a name twice is refused',
    file: 'runtime/src/http/request/json.ts',
    find: '  refuseRepeatedNames(text);',
    replace: '',
    tests: inFile(
      'test/security/bad-arguments/repeated-names.test.ts',
      'a body that says one thing to its first reader and another to its last is refused',
    ),
  },
  {
    name: 'limit-message',
    control: 'a message that is too long is refused',
    file: 'runtime/src/http/chat/text.ts',
    find: "if (Buffer.byteLength(text, 'utf8') > maximum) {",
    replace: 'if (false) {',
    tests: over,
  },
  {
    name: 'limit-media-type',
    control: 'a compressed body is refused',
    file: 'runtime/src/http/request/body.ts',
    find: "if ((context.get('content-encoding') || 'identity') !== 'identity') {",
    replace: 'if (false) {',
    tests: inFile(body, 'must be declared as JSON and come as it is'),
  },
  {
    name: 'limit-requests-of-person',
    control: 'one person has so many requests in a minute',
    file: 'runtime/src/http/admission/admission.ts',
    find: "this.#allow('subjectRequestsPerMinute', 'requests of yours in a minute', own);",
    replace: '',
    tests: inFile(limits, 'one person has so many requests in a minute, and no more'),
  },
  {
    name: 'limit-failed-authentications',
    control: 'an address that sends too many wrong tokens is not listened to',
    file: 'runtime/src/http/request/authenticate.ts',
    find: "if (HexaopsError.is(error, 'token-invalid')) await admission.countFailure(key);",
    replace: '',
    tests: inFile(limits, 'an address that guesses tokens is not listened to, and others are'),
  },
  {
    name: 'limit-proxies',
    control: 'only trusted proxies say where a request comes from',
    file: 'runtime/src/http/admission/source-address.ts',
    find: 'while (source !== undefined && isIn(source, proxies)) {',
    replace: 'while (source !== undefined) {',
    tests: inFile(
      'runtime/src/http/admission/source-address.test.ts',
      'is the other end of its socket, whatever it says of itself',
    ),
  },
  {
    name: 'budget-steps',
    control: 'a run takes so many steps',
    file: 'core/src/run/budget.ts',
    find: 'if (this.#steps >= this.limits.steps) {',
    replace: 'if (false) {',
    tests: inFile('core/src/engine/engine.test.ts', 'stops at its budget and says so'),
  },
  {
    name: 'budget-resumed',
    control: 'a resumption refills no budget',
    file: 'core/src/engine/context-of.ts',
    find: 'steps: state.stepsTaken,',
    replace: 'steps: 0,',
    tests: inFile('core/src/engine/bounds.test.ts', 'is not refilled by any number of resumptions'),
  },
  {
    name: 'budget-evidence',
    control: 'evidence is cut at its cap',
    file: 'core/src/run/cut-content.ts',
    find: 'if (byteCap === Infinity || bytesOf(content) <= byteCap) return',
    replace: 'if (true) return',
    tests: inFile('core/src/run/bound-evidence.test.ts', 'never keeps more than the cap'),
  },
  {
    name: 'budget-result',
    control: 'the result of one call of a tool is bounded as a whole',
    file: 'core/src/run/bound-pieces.ts',
    find: 'if (jsonBytes(whole) <= byteCap) return whole;',
    replace: 'if (true) return whole;',
    tests: inFile(
      'core/src/engine/bounds.test.ts',
      'is bounded as a whole, whatever plugin it comes from: its pieces share what one call may bring',
    ),
  },
  {
    name: 'budget-preview',
    control: 'a change that is too large to be shown is not asked for',
    file: 'core/src/run/bound-result.ts',
    find: 'if (jsonBytes(changes) > limits.changesBytes) {',
    replace: 'if (false) {',
    tests: inFile('core/src/engine/bounds.test.ts', 'a change that is too large to be shown is not asked for'),
  },
];
