import { inFile, type Table } from './row.ts';

const engine = 'core/src/engine';
const here = 'test/security';

export const owaspAgentic: Table = {
  title: 'OWASP Top 10 for Agentic Applications, 2026',
  source:
    'OWASP Top 10 for Agentic Applications 2026 (December 2025), OWASP Gen AI Security Project: genai.owasp.org/resource/owasp-top-10-for-agentic-applications-for-2026',
  rows: [
    {
      id: 'ASI01',
      threat: 'Agent Goal Hijack',
      control: 'The task and its steps are fixed before anything untrusted is read.',
      tests: [
        ...inFile(
          `${here}/injected-instructions/planted.test.ts`,
          'strings planted wherever a cluster has text change nothing without an approval, in one turn and across two',
        ),
        ...inFile(`${engine}/taint.test.ts`, 'what was read, where the rules let every write through'),
      ],
    },
    {
      id: 'ASI02',
      threat: 'Tool Misuse and Exploitation',
      control:
        'Strict schemas, guard rules on every call, arguments with their origin, effects that only a tool\u2019s declaration decides.',
      tests: [
        ...inFile(
          `${here}/bad-arguments/naughty-strings.test.ts`,
          'naughty strings through every text argument of every tool: no fault, and no call but within the workspace',
        ),
        ...inFile(`${engine}/taint.test.ts`, 'that calls a write a read does not get it past the guard'),
      ],
    },
    {
      id: 'ASI03',
      threat: 'Identity and Privilege Abuse',
      control:
        'A run has its requester\u2019s token and no other; an approver lends no permission; the control plane judges each call again.',
      tests: [
        ...inFile(
          `${here}/confused-deputy/interleaved.test.ts`,
          'a thousand callers side by side, over HTTP: every call to the control plane bears the token of its own caller',
        ),
        ...inFile(
          `${engine}/engine.test.ts`,
          'the requester cannot approve; a colleague can, and the change runs on the requester\u2019s next token',
          'suspends where a permission was withdrawn, and takes a second refusal for an answer',
        ),
      ],
    },
    {
      id: 'ASI04',
      threat: 'Agentic Supply Chain Vulnerabilities',
      control:
        'Plugins and tools are those that the configuration names; two tools of one name, or a schema that admits anything, end the start.',
      tests: [
        ...inFile(
          `${here}/supply-chain/dependencies.test.ts`,
          'every dependency of every workspace is pinned to one version, and the lockfile has the hash of each package',
          'a tool that shadows another or admits unknown arguments ends the start',
        ),
      ],
    },
    {
      id: 'ASI05',
      threat: 'Unexpected Code Execution (RCE)',
      control:
        'Nothing that comes from outside becomes code: rules are lowered to data, patterns run in linear time, templates are filled and never run.',
      tests: [
        ...inFile(
          `${here}/code-execution/no-evaluation.test.ts`,
          'a service that has compiled its own words makes no code from anything that comes to it',
          'expressions in what people and clusters write stay text',
        ),
      ],
    },
    {
      id: 'ASI06',
      threat: 'Memory & Context Poisoning',
      control:
        'A session holds what was said, bound to its owner; a plan by a model that has seen an earlier answer is tainted.',
      tests: [
        ...inFile(
          `${here}/poisoning/no-memory.test.ts`,
          'what one run has read changes neither plan, guard nor answer of another',
        ),
        ...inFile(`${engine}/taint.test.ts`, 'of a model needs an approval where the session has said anything before'),
      ],
    },
    {
      id: 'ASI07',
      threat: 'Insecure Inter-Agent Communication',
      control:
        'What passes between the parts of a run are typed events in the store, frozen and checked; the parties outside are known by signed tokens.',
      tests: [
        ...inFile(
          `${here}/approval-swapped/every-byte.test.ts`,
          'one byte changed, in every byte of every field that is bound: another hash',
        ),
        ...inFile(
          `${engine}/tampering.test.ts`,
          'cannot change an event that they are given',
          'of which one byte is changed executes nothing, whichever it is of what is bound and shown',
        ),
      ],
    },
    {
      id: 'ASI08',
      threat: 'Cascading Failures',
      control:
        'Every call has a deadline and a cap, a failure is an event of its step, and a change follows from no failure.',
      tests: [
        ...inFile(
          `${here}/cascading-failures/broken-parts.test.ts`,
          'whichever part breaks, the run ends, says so, and changes nothing',
        ),
        ...inFile(
          `${engine}/live.test.ts`,
          'ends whatever hangs in a step: tool, hooks, read-back, control plane, plan and answer',
        ),
      ],
    },
    {
      id: 'ASI09',
      threat: 'Human-Agent Trust Exploitation',
      control:
        'The screen of an approval shows the bytes that are bound, with the origin of each argument; nothing read can look like a citation, a control or the service\u2019s own words.',
      tests: [
        ...inFile(
          `${here}/approval-swapped/every-byte.test.ts`,
          'what the screen shows is what is bound, with the origin of every argument',
        ),
        ...inFile(
          `${engine}/exits.test.ts`,
          'lets nothing that was read work as Markdown',
          'has suggestions whose words are this service\u2019s own',
        ),
      ],
    },
    {
      id: 'ASI10',
      threat: 'Rogue Agents',
      control:
        'Budgets bound a run; it can be cancelled by its owner; a service can be made read only in code; every operation is recorded before it is sent.',
      tests: [
        ...inFile(
          `${here}/injected-instructions/planted.test.ts`,
          'a service that is read only writes nothing, whatever rules, hooks and people say',
        ),
        ...inFile(
          `${engine}/engine.test.ts`,
          'stops at its budget and says so',
          'can be cancelled, by its owner alone',
        ),
      ],
    },
  ],
};
