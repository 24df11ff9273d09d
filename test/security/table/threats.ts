import { inFile, type Table } from './row.ts';

const control = 'plugins/control-plane/src';
const auth = 'plugins/auth-jwt/src';
const kubernetes = 'plugins/worker-kubernetes/src';
const engine = 'core/src/engine';
const here = 'test/security';

/** The threats of a service that acts for people on what others may have written. */
export const threats: Table = {
  title: 'Threats',
  source: "this project's own model: docs/security.md",
  rows: [
    {
      id: 'confused-deputy',
      threat: 'Confused deputy',
      control:
        'The token comes from the request of the caller only, never from a tool argument or a model; the service has no credential of its own on a write path.',
      tests: [
        ...inFile(
          `${here}/confused-deputy/interleaved.test.ts`,
          'a thousand callers side by side, over HTTP: every call to the control plane bears the token of its own caller',
          'a token, subject or workspace in the body is refused or means nothing',
        ),
        ...inFile(
          `${engine}/engine.test.ts`,
          'a thousand interleaved callers: no operation carries another\u2019s token',
        ),
        ...inFile(`${control}/token.test.ts`, 'is that of the caller, for a thousand callers side by side'),
        ...inFile(`${kubernetes}/tools/access.test.ts`, 'reads as the caller of the call'),
      ],
    },
    {
      id: 'token-leaks',
      threat: 'The token leaks',
      control:
        'Kept out of state, prompts, spans, logs, errors and sessions: it lives in the request\u2019s context, and a redactor stands at every exit.',
      tests: [
        ...inFile(
          `${here}/token-leaks/canary.test.ts`,
          'a canary token is found in no answer, stream, log line, stored row, audit row, hook or error',
        ),
        ...inFile(
          `${here}/token-leaks/routes.test.ts`,
          'comes out in no log line, trace, number or error answer, by any route',
        ),
        ...inFile(
          `${engine}/exits.test.ts`,
          'leaves by no exit, wherever tools, control plane, hooks and the person put it',
        ),
        ...inFile('core/src/caller.test.ts', 'a token shows itself to nobody who prints, serializes or clones it'),
        ...inFile(
          `${control}/token.test.ts`,
          'is in no error and no answer, even where the control plane says it back',
          'is not sent on by a redirect to another host',
        ),
        ...inFile(
          'runtime/src/http/request/access-log.test.ts',
          'never has a token, a message, a query, a path or the words of an error',
        ),
      ],
    },
    {
      id: 'wrong-tokens',
      threat: 'Wrong tokens',
      control:
        'Only RS256 and ES256 with keys of the JWKS; issuer, audience, type, times with 2 s of leeway at most; no key, algorithm or extension that the token itself names; weak keys refused when the JWKS loads; a limit of size.',
      tests: [
        ...inFile(
          `${here}/wrong-tokens/signatures.test.ts`,
          'no forged or damaged signature is taken for one: the classes of attack of the JWS vectors',
          'the attacks of RFC 8725, over HTTP: each is a 401 and reaches nothing',
        ),
        ...inFile(
          `${here}/wrong-tokens/expired.test.ts`,
          'with a token that has run out nothing is read and nothing is changed',
        ),
        ...inFile(`${auth}/verifier-attacks.test.ts`, 'an attack on the header or the form is refused'),
        ...inFile(`${auth}/verifier-claims.test.ts`, 'a token whose claims are wrong is refused'),
        ...inFile(`${auth}/verifier-properties.test.ts`, 'no token with one bit changed verifies'),
        ...inFile(`${auth}/keys/key-set.test.ts`, 'a weak RSA key'),
      ],
    },
    {
      id: 'other-tenants-metrics',
      threat: 'Another tenant\u2019s metrics',
      control:
        'The query is parsed, the workspace\u2019s matcher is added to every selector and never replaces one, and the result is parsed again; functions that select by themselves are refused; of the alerts and rules, which take no matcher, code keeps what is the workspace\u2019s; six read endpoints and no other.',
      tests: [
        ...inFile(
          'plugins/worker-prometheus/src/promql/scope.test.ts',
          'never takes another workspace, however it is asked: the matcher is added, not replaced',
          'any text either is refused or has the matcher in every selector',
          'what selects by itself, or is not of the grammar, is refused',
        ),
        ...inFile(
          'plugins/worker-prometheus/src/source/prometheus.test.ts',
          'carries the matcher of the caller, in every request that there is',
        ),
        ...inFile(
          'plugins/worker-prometheus/src/source/alerts.test.ts',
          'no alert of another is given, however its labels are written',
          'of those for all, the ones with its own alerts, without text, error, group, or the state of others',
        ),
        ...inFile(
          'test/real/prometheus/alerts.real.ts',
          'are those whose label is its own, with nothing of the others, in any part of the result',
        ),
        ...inFile(
          'test/real/prometheus/tenants.real.ts',
          "every expression of Prometheus's own tests answers as if the other workspace were not there",
          'the tools see the own workspace alone, whatever they are told',
        ),
      ],
    },
    {
      id: 'other-tenants-logs',
      threat: 'Another tenant\u2019s logs',
      control: 'Templates with typed parameters, into which code binds the workspace; no free SQL.',
      tests: [
        ...inFile(
          'plugins/worker-clickhouse/src/query/queries.test.ts',
          'asks for the workspace, the time, and what was given, each as a parameter',
          'has the same text, whatever is searched for and by whom',
        ),
        ...inFile(
          'test/real/logs/tenants.real.ts',
          'gives nothing of the other, whatever is written where',
          'gives nothing to a workspace whose name is an attack',
        ),
      ],
    },
    {
      id: 'other-tenants-objects',
      threat: 'Another tenant\u2019s objects',
      control: 'Namespaces and paths are built from the token\u2019s workspace, and every segment is validated.',
      tests: [
        ...inFile(
          `${here}/other-tenants-objects/paths.test.ts`,
          'other namespaces, all namespaces and segments that climb are refused before any call, through every tool',
        ),
        ...inFile(`${kubernetes}/tools/access.test.ts`, 'reads the namespaces of the workspace alone, each by itself'),
        ...inFile(
          `${kubernetes}/source/pass-through/pass-through-source.test.ts`,
          'names that no object has are refused before any call',
        ),
        ...inFile(`${control}/never-sent.test.ts`, 'what is never sent'),
      ],
    },
    {
      id: 'release-secrets',
      threat: 'Secrets in records of Helm',
      control:
        'Of Secrets only release records are listed for other plugins, without anything else in them; the secrets that a release knows are masked in all that is told of it.',
      tests: [
        ...inFile(
          'plugins/worker-kubernetes/src/reader/cluster-reader.test.ts',
          'are refused unless the list is one of release records',
          'are refused in every spelling of the resource',
          'that only bear the label of Helm are left out, and of a record everything but the release',
          'stay out whatever the selectors are',
        ),
        ...inFile(
          'plugins/worker-helm/src/tools/no-secret.test.ts',
          'no tool tells a secret of a release, wherever its chart has put it',
        ),
        ...inFile('plugins/worker-helm/src/record/decode.test.ts', 'whatever bytes it holds'),
      ],
    },
    {
      id: 'bad-arguments',
      threat: 'Bad arguments',
      control:
        'Strict JSON Schemas without unknown arguments, validated before authorization and again after every hook that may change them.',
      tests: [
        ...inFile(
          `${here}/bad-arguments/naughty-strings.test.ts`,
          'naughty strings through every text argument of every tool: no fault, and no call but within the workspace',
          'naughty strings through every field of a request: no fault',
        ),
        ...inFile(
          `${here}/bad-arguments/repeated-names.test.ts`,
          'a body that says one thing to its first reader and another to its last is refused',
        ),
        ...inFile(
          'runtime/src/http/hostile.test.ts',
          'no body makes the service fail, and no message reaches the engine malformed',
        ),
        ...inFile('runtime/src/http/request/body.test.ts', 'cannot reach a prototype'),
      ],
    },
    {
      id: 'injected-instructions',
      threat: 'Injected instructions',
      control:
        'The plan is fixed before anything untrusted is read; what is read later may add reads within the budget, and never a write without approval; taint stays through every path.',
      tests: [
        ...inFile(
          `${here}/injected-instructions/planted.test.ts`,
          'strings planted wherever a cluster has text change nothing without an approval, in one turn and across two',
        ),
        ...inFile(
          'core/src/agents/model/injection.test.ts',
          'a model that obeys whoever writes to it, where the rules let every write through',
        ),
        ...inFile(`${engine}/taint.test.ts`, 'what was read, where the rules let every write through'),
        ...inFile(`${engine}/taint.test.ts`, 'a plan of a plugin, where the rules let every write through'),
        ...inFile('core/src/run/bind-arguments.test.ts', 'can carry no text of anybody else, whatever was read'),
        ...inFile(
          `${engine}/engine.test.ts`,
          'follows from a finding only through an approval, and its arguments are marked untrusted',
        ),
      ],
    },
    {
      id: 'approval-swapped',
      threat: 'A swapped approval',
      control:
        'An approval binds the SHA-256 of the canonical operation, target, arguments, version, person, workspace, expiry and nonce; it is used once; permission is asked again; nothing runs between the guard and the call.',
      tests: [
        ...inFile(
          `${here}/approval-swapped/every-byte.test.ts`,
          'one byte changed, in every byte of every field that is bound: another hash',
          'a tool that makes another operation of the same arguments since executes nothing',
          'an approval that was given in time is carried out in time, or not at all',
          'a decision with another hash, another id, or a second time executes nothing',
        ),
        ...inFile(
          `${engine}/tampering.test.ts`,
          'of which one byte is changed executes nothing, whichever it is of what is bound and shown',
          'is carried out once, and what is intended in the store is never more than what was approved',
          'that keep the arguments and change them after they were judged change nothing',
        ),
        ...inFile(`${engine}/engine.test.ts`, 'is not done when the object has changed since it was approved'),
      ],
    },
    {
      id: 'done-twice',
      threat: 'Done twice',
      control:
        'The idempotency key is the approval\u2019s id; a run that was interrupted reads the state back before it acts.',
      tests: [
        ...inFile(
          `${here}/done-twice/retries.test.ts`,
          'a hundred approvals of one change at once: one effect',
          'two replicas on one store that approve at once: one effect',
        ),
        ...inFile(`${engine}/engine.test.ts`, 'whose answer is lost is read back before anything is said'),
        ...inFile(
          'examples/control-plane/src/operations/idempotency.test.ts',
          'of a hundred at once is carried out once',
        ),
      ],
    },
    {
      id: 'ssrf',
      threat: 'Requests forged through a workspace\u2019s model address',
      control:
        'https alone, the name resolved once and pinned, private, link-local and metadata addresses refused, no redirects; private addresses from the operator\u2019s list only.',
      tests: [
        ...inFile(
          'plugins/llm-workspace/src/pinned/pinned-fetch.test.ts',
          'of every known shape that leads inside: not one connection',
          'whose name leads elsewhere a moment later: the address that was judged is the one that is connected to',
          'that answers with a redirect is left',
          'does not lead out of itself',
        ),
        ...inFile('plugins/llm-workspace/src/pinned/address.test.ts', 'an address that a workspace may reach'),
      ],
    },
    {
      id: 'llm-key',
      threat: 'A workspace\u2019s model key',
      control: 'Bound to its base URL: a changed URL voids it; never readable back, never logged.',
      tests: [
        ...inFile(
          'plugins/llm-workspace/src/workspace-models.test.ts',
          'at a base URL that was exchanged receives no key',
          'never has its key said back, in whatever goes wrong',
        ),
        ...inFile(
          'plugins/llm-workspace/src/settings/settings-cache.test.ts',
          'of 10,000 interleaved callers, each is given its own',
          'a key that turns up with another base URL is void, whatever the control plane says',
        ),
      ],
    },
    {
      id: 'hijacked-sessions',
      threat: 'Hijacked sessions',
      control:
        'Ids of 128 random bits, bound to a person and a workspace; another\u2019s is as absent as what never was.',
      tests: [
        ...inFile(
          `${here}/hijacked-sessions/cross-pairs.test.ts`,
          'ten thousand pairs of a stranger and another\u2019s session: the 404 of what never was',
          'ids are 128 random bits',
        ),
        ...inFile(`${engine}/exits.test.ts`, 'what is another\u2019s is as absent as what never was, at every door'),
        ...inFile('runtime/src/http/problem/problem.test.ts', 'somebody else\u2019s'),
      ],
    },
    {
      id: 'audit',
      threat: 'Audit lost or altered',
      control:
        'The intent is durable before the effect, the outcome after; each workspace\u2019s records are a chain of hashes; no room to write is no action.',
      tests: [
        ...inFile(
          `${here}/audit/chain.test.ts`,
          'every operation has one intent before it and one outcome after it, in its workspace\u2019s chain',
          'whatever is changed, deleted, moved, repeated or cut off is seen',
          'where there is no room to record it, nothing is done',
          'a store that does not take the intent stops the operation',
        ),
        ...inFile(
          'core/src/audit/verify.test.ts',
          'shows that a record was changed in any place, deleted, put in, moved or cut off',
        ),
        ...inFile(
          'test/real/clickhouse/outage.real.ts',
          'loses no record and stores none twice, though answers are lost too',
        ),
      ],
    },
    {
      id: 'expensive-queries',
      threat: 'Expensive queries',
      control:
        'Caps of time, rows, bytes and memory for each call, budgets for each run, rates for each person, workspace and address.',
      tests: [
        ...inFile(
          `${here}/expensive-queries/limits.test.ts`,
          'fifty greedy persons take no place of another workspace, and none takes more than its own',
          'a body, a token, a nesting or a message over its limit is refused, and the service goes on',
        ),
        ...inFile(
          `${engine}/bounds.test.ts`,
          'is bounded in every part of it, and what is left out is named',
          'is not refilled by any number of resumptions',
        ),
        ...inFile('runtime/src/serve.test.ts', 'gives one person no more than the configuration allows'),
      ],
    },
    {
      id: 'alerts',
      threat: 'Alerts that nobody sent, that flood, or that give orders',
      control:
        'Alerts come with a credential of their own that opens nothing else, and belong to the workspace that the operator has mapped their labels to. What they lead to is bounded by the hour, reads without anybody\u2019s token what the operator has given a source for, and changes nothing.',
      tests: [
        ...inFile(
          `${here}/alerts/alerts.test.ts`,
          'ten thousand at once, from a sender that is known, cost a bounded number of rows and of readings, and nobody else',
          'orders in labels and annotations change nothing, in the investigation or when a person asks a puppet about it',
          'of another workspace, by a credential that is not for it or labels that lead nowhere, are neither taken nor seen',
          'cannot be sent with a token, and their credential opens nothing that a token opens',
          'sent again, by whoever has kept them, begin nothing and bring nothing back',
        ),
        ...inFile(
          'core/src/investigations/investigations.test.ts',
          'has neither a token nor a permission to change anything, and nobody can be the one it works for',
          'in any words, in labels and annotations, changes nothing, though the rules would let every change through',
          'changes nothing, though its rule is changed in the store to do so',
        ),
        ...inFile(
          'test/real/alertmanager/alerts.real.ts',
          'leads to a stored investigation, which the workspace can read',
        ),
      ],
    },
    {
      id: 'page-exfiltration',
      threat: 'Exfiltration through the page',
      control:
        'What others wrote is inert text in every answer: no remote image, embed or link works; the service\u2019s own answers forbid everything by their content security policy.',
      tests: [
        ...inFile(
          `${here}/page-exfiltration/inert.test.ts`,
          'payloads in names, findings, evidence and errors are inert in what two Markdown renderers make of the answer',
          'every answer forbids what a page could load, whatever its status',
        ),
        ...inFile(
          'test/real/browser/exfiltration.real.ts',
          'answers as Markdown, as HTML and as they are, in a browser: no request leaves the origin',
        ),
        ...inFile(
          'test/real/console/console.real.ts',
          'whatever was read says, in every place that shows it, nothing is loaded, run or led to',
        ),
        ...inFile(
          'plugins/console/src/served/console.test.ts',
          'every answer, also that there is nothing, has the policy: own files alone, nothing inline, no markup out of text',
        ),
        ...inFile(
          `${engine}/exits.test.ts`,
          'makes any text inert: one line, no control, no bracket, angle, star or backtick that works',
        ),
      ],
    },
  ],
};
