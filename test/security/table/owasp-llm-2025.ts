import { inFile, type Table } from './row.ts';

const engine = 'core/src/engine';
const here = 'test/security';

export const owaspLlm: Table = {
  title: 'OWASP Top 10 for LLM Applications, 2025',
  source: 'OWASP Top 10 for LLM Applications 2025, OWASP GenAI Security Project: genai.owasp.org/llm-top-10',
  rows: [
    {
      id: 'LLM01:2025',
      threat: 'Prompt Injection',
      control:
        'What was read never decides a write: the plan is fixed before it is read, and its taint asks for a person.',
      tests: inFile(
        `${here}/injected-instructions/planted.test.ts`,
        'strings planted wherever a cluster has text change nothing without an approval, in one turn and across two',
      ),
    },
    {
      id: 'LLM02:2025',
      threat: 'Sensitive Information Disclosure',
      control: 'Tokens and values of secrets are taken out at every exit; a session is its owner\u2019s alone.',
      tests: [
        ...inFile(
          `${here}/token-leaks/canary.test.ts`,
          'a canary token is found in no answer, stream, log line, stored row, audit row, hook or error',
        ),
        ...inFile(
          'plugins/worker-kubernetes/src/cluster/clean/clean.test.ts',
          'secrets in variables, headers, arguments and in the copy that kubectl keeps do not pass',
          'of a Secret and a ConfigMap only the keys remain',
        ),
      ],
    },
    {
      id: 'LLM03:2025',
      threat: 'Supply Chain',
      control:
        'Every dependency is pinned exactly and locked with its hash; plugins are named, never discovered, and checked before their code runs.',
      tests: [
        ...inFile(
          `${here}/supply-chain/dependencies.test.ts`,
          'every dependency of every workspace is pinned to one version, and the lockfile has the hash of each package',
        ),
        ...inFile('core/src/plugin/load.test.ts', 'refuses an incompatible plugin before any of its code runs'),
      ],
    },
    {
      id: 'LLM04:2025',
      threat: 'Data and Model Poisoning',
      control:
        'Nothing is learned from what is read: rules are the operator\u2019s files, and what a run has read changes no later run.',
      tests: inFile(
        `${here}/poisoning/no-memory.test.ts`,
        'what one run has read changes neither plan, guard nor answer of another',
      ),
    },
    {
      id: 'LLM05:2025',
      threat: 'Improper Output Handling',
      control: 'What others wrote is inert in every answer; answers are JSON or events with a content security policy.',
      tests: inFile(
        `${here}/page-exfiltration/inert.test.ts`,
        'payloads in names, findings, evidence and errors are inert in what two Markdown renderers make of the answer',
        'every answer forbids what a page could load, whatever its status',
      ),
    },
    {
      id: 'LLM06:2025',
      threat: 'Excessive Agency',
      control:
        'A write needs a rule or a person; the caller\u2019s own permissions bound both; a service can be read only.',
      tests: [
        ...inFile(
          `${here}/injected-instructions/planted.test.ts`,
          'a service that is read only writes nothing, whatever rules, hooks and people say',
        ),
        ...inFile(
          `${engine}/engine.test.ts`,
          'is refused in code when the service is read only',
          'waits for an approval, is done once, and is read back',
        ),
      ],
    },
    {
      id: 'LLM07:2025',
      threat: 'System Prompt Leakage',
      control:
        'Nothing that protects stands in a prompt: guard, taint and tenancy are code, and no prompt or rule holds a credential.',
      tests: inFile(
        `${here}/token-leaks/canary.test.ts`,
        'rules, descriptions and schemas, which a prompt is made of, hold no credential',
      ),
    },
    {
      id: 'LLM08:2025',
      threat: 'Vector and Embedding Weaknesses',
      control:
        'There are no embeddings. What is looked up by name is the workspace\u2019s own objects, and a likeness is never enough for a write.',
      tests: [
        ...inFile(
          `${here}/poisoning/no-memory.test.ts`,
          'a name that is only like what was written is never the object of a change',
        ),
        ...inFile(`${engine}/taint.test.ts`, 'a write takes no name that the person has not written or chosen'),
      ],
    },
    {
      id: 'LLM09:2025',
      threat: 'Misinformation',
      control:
        'Every statement cites evidence that the run has; sources that could not be read are named; what was done is read back.',
      tests: [
        ...inFile(
          `${here}/misinformation/citations.test.ts`,
          'every citation of every answer is of evidence that the run has',
        ),
        ...inFile(`${engine}/bounds.test.ts`, 'cites no evidence but the run\u2019s own'),
        ...inFile(`${engine}/engine.test.ts`, 'names what could not be read, and answers all the same'),
      ],
    },
    {
      id: 'LLM10:2025',
      threat: 'Unbounded Consumption',
      control: 'Steps, bytes, time, streams and rates are bounded for each run, person, workspace and address.',
      tests: [
        ...inFile(
          `${here}/expensive-queries/limits.test.ts`,
          'fifty greedy persons take no place of another workspace, and none takes more than its own',
        ),
        ...inFile(`${engine}/engine.test.ts`, 'stops at its budget and says so'),
      ],
    },
  ],
};
