import { inFile } from '../../table/row.ts';
import type { SwitchedOff } from '../control.ts';

const canary = inFile(
  'test/security/token-leaks/canary.test.ts',
  'a canary token is found in no answer, stream, log line, stored row, audit row, hook or error',
);
const inertTests = inFile(
  'test/security/page-exfiltration/inert.test.ts',
  'payloads in names, findings, evidence and errors are inert in what two Markdown renderers make of the answer',
);
const anyText = inFile(
  'core/src/engine/exits.test.ts',
  'makes any text inert: one line, no control, no bracket, angle, star or backtick that works',
);
const wording = 'core/src/agents/wording/inert.ts';
const pageTests = inFile(
  'test/security/page-exfiltration/inert.test.ts',
  'every answer forbids what a page could load, whatever its status',
);

export const exits: readonly SwitchedOff[] = [
  {
    name: 'redaction-of-events',
    control: 'the token is taken out of events before they are stored',
    file: 'core/src/run/journal.ts',
    find: 'plainCopy(draft, this.#options.redact)',
    replace: 'plainCopy(draft)',
    tests: canary,
  },
  {
    name: 'redaction-of-words',
    control: 'the token is taken out of words that are shown while they are made',
    file: 'core/src/run/journal.ts',
    find: 'this.#options.redact(storable(words))',
    replace: 'storable(words)',
    tests: inFile('core/src/agents/model/said-words.test.ts', 'is in no words, wherever chunks and sentences cut it'),
  },
  {
    name: 'redaction-of-titles',
    control: 'the token is taken out of the titles of sessions',
    file: 'core/src/engine/new-records.ts',
    find: 'redactorOf(token)(message)',
    replace: 'message',
    tests: canary,
  },
  {
    name: 'redaction-of-audit',
    control: 'the token is taken out of audit records',
    file: 'core/src/run/audit.ts',
    find: '    redact,\n  );',
    replace: '  );',
    tests: inFile(
      'core/src/engine/exits.test.ts',
      'leaves by no exit, wherever tools, control plane, hooks and the person put it',
    ),
  },
  {
    name: 'redaction-of-cut-tokens',
    control: 'a token that was cut is taken out too',
    file: 'core/src/run/redactor.ts',
    find: 'withoutEnds(rest.replaceAll(part, redacted), part)',
    replace: 'rest.replaceAll(part, redacted)',
    tests: inFile(
      'core/src/run/redactor.test.ts',
      'of a token that was cut anywhere nothing is left that could be put together again',
    ),
  },
  {
    name: 'redaction-of-answers',
    control: 'the token is taken out of what the control plane answers',
    file: 'plugins/control-plane/src/http/exchange.ts',
    find: 'text: redact(text, token)',
    replace: 'text',
    tests: inFile(
      'plugins/control-plane/src/token.test.ts',
      'is in no error and no answer, even where the control plane says it back',
    ),
  },
  {
    name: 'redaction-token-serialized',
    control: 'a token shows itself to nobody who serializes it',
    file: 'core/src/caller.ts',
    find: "  toJSON(): string {\n    return '[redacted]';",
    replace: '  toJSON(): string {\n    return this.#value;',
    tests: inFile('core/src/caller.test.ts', 'a token shows itself to nobody who prints, serializes or clones it'),
  },
  {
    name: 'redaction-hooks-see-no-token',
    control: 'hooks get no token',
    file: 'core/src/engine/context-of.ts',
    find: 'hookContext: { ...identity, caller: visible, signal },',
    replace: 'hookContext: { ...identity, caller, signal },',
    tests: canary,
  },
  {
    name: 'redaction-of-log',
    control: 'the log has the pattern of a path, never the path',
    file: 'runtime/src/http/request/access-log.ts',
    find: "path: typeof context._matchedRoute === 'string' ? context._matchedRoute : '(unknown)',",
    replace: 'path: context.url,',
    tests: inFile(
      'runtime/src/http/request/access-log.test.ts',
      'never has a token, a message, a query, a path or the words of an error',
    ),
  },
  {
    name: 'redaction-of-faults',
    control: 'what goes wrong inside is told to nobody outside',
    file: 'runtime/src/http/problem/problem.ts',
    find: "if (known === undefined || detail !== 'message') {",
    replace: 'if (false) {',
    tests: inFile('runtime/src/http/problem/problem.test.ts', 'never tells what went wrong inside'),
  },
  {
    name: 'inert-markup',
    control: 'nothing that was read works as Markdown or HTML',
    file: wording,
    find: String.raw`replace(/[\\${'`'}*[\]<&~]/g, '\\$&')`,
    replace: String.raw`replace(/[\\${'`'}*&~]/g, '\\$&')`,
    tests: inertTests,
  },
  {
    name: 'inert-addresses',
    control: 'an address that was read is no link',
    file: wording,
    find: 'escaped += `${escape(line.slice(end, match.index))}\\`${match[0]}\\``;',
    replace: 'escaped += `${escape(line.slice(end, match.index))}${match[0]}`;',
    tests: inertTests,
  },
  {
    name: 'inert-invisible',
    control: 'no control and no turned direction of text',
    file: wording,
    find: "text.toWellFormed().replace(invisible, ' ')",
    replace: 'text.toWellFormed()',
    tests: anyText,
  },
  {
    name: 'inert-fences',
    control: 'nothing that was read ends a fenced block',
    file: wording,
    find: ".replaceAll('```', \"'''\")",
    replace: '',
    tests: inertTests,
  },
  {
    name: 'inert-cells',
    control: 'nothing that was read ends a cell',
    file: wording,
    find: "withoutMarkup(oneLine(text, longestCell)).replaceAll('|', '\\\\|')",
    replace: 'withoutMarkup(oneLine(text, longestCell))',
    tests: anyText,
  },
  {
    name: 'page-content-policy',
    control: 'every answer forbids what a page could load',
    file: 'runtime/src/http/request/secure-headers.ts',
    find: `directives: { defaultSrc: ["'none'"]`,
    replace: `directives: { defaultSrc: ['*']`,
    tests: pageTests,
  },
  {
    name: 'page-no-store',
    control: 'no answer is kept by anybody on its way',
    file: 'runtime/src/http/request/secure-headers.ts',
    find: ", ['Cache-Control', 'no-store'] as const",
    replace: '',
    tests: pageTests,
  },
];
