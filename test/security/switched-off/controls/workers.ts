import { inFile } from '../../table/row.ts';
import type { SwitchedOff } from '../control.ts';

const scope = 'plugins/worker-prometheus/src/promql/scope.ts';
const scopeTests = 'plugins/worker-prometheus/src/promql/scope.test.ts';
const metricAlerts = 'plugins/worker-prometheus/src/source/alerts.ts';
const metricAlertTests = 'plugins/worker-prometheus/src/source/alerts.test.ts';
const logs = 'plugins/worker-clickhouse/src';
const logQueryTests = `${logs}/query/queries.test.ts`;
const pinned = 'plugins/llm-workspace/src/pinned';
const words = 'core/src/agents/model';

/** What other workers read, and what a model is asked and says. */
export const workers: readonly SwitchedOff[] = [
  {
    name: 'metrics-matcher',
    control: 'every selector carries the matcher of the workspace',
    file: scope,
    find: 'prove(parsed, result, matcher);\n  return result;',
    replace: 'return parsed;',
    tests: inFile(scopeTests, 'never takes another workspace, however it is asked: the matcher is added, not replaced'),
  },
  {
    name: 'metrics-implicit',
    control: 'functions that select by themselves are refused',
    file: scope,
    find: "const implicitSelections = new Set(['info']);",
    replace: 'const implicitSelections = new Set<string>();',
    tests: inFile(scopeTests, 'what selects by itself, or is not of the grammar, is refused'),
  },
  {
    name: 'metrics-alerts',
    control: 'of all alerts those are kept whose label has the value of the workspace',
    file: metricAlerts,
    find: 'return isOf(labels, matcher) ? [alertOf(alert, labels)] : [];',
    replace: 'return [alertOf(alert, labels)];',
    tests: inFile(metricAlertTests, 'no alert of another is given, however its labels are written'),
  },
  {
    name: 'metrics-rules',
    control: 'the text of a rule is kept where the rule is the workspace\u2019s own',
    file: metricAlerts,
    find: 'expression: isOwn ?',
    replace: 'expression: true ?',
    tests: inFile(
      metricAlertTests,
      'of those for all, the ones with its own alerts, without text, error, group, or the state of others',
    ),
  },
  {
    name: 'logs-workspace',
    control: 'every query of logs asks for the workspace',
    file: `${logs}/query/filter.ts`,
    find: '`${columnOf(columns.workspace)} = {workspace:String}`,',
    replace: "'1',",
    tests: inFile(logQueryTests, 'has the workspace as its first condition and in every row, whatever is asked'),
  },
  {
    name: 'logs-second-look',
    control: "a row that is not the workspace's is never given on",
    file: `${logs}/logs/log-access.ts`,
    find: "if (rows.some((row) => row['workspace_'] !== caller.workspace))",
    replace: "if (caller.workspace === '')",
    tests: inFile(`${logs}/tools/tools.test.ts`, "search-logs: gives nothing on where one row is somebody else's"),
  },
  {
    name: 'logs-persons',
    control: 'what other persons did is left out of the logs of persons',
    file: `${logs}/query/filter.ts`,
    find: "if (people === 'own' && columns.user !== undefined) {",
    replace: "if (people === 'own' && columns.user === '') {",
    tests: inFile(logQueryTests, 'are left out where the logs are of what persons did'),
  },
  {
    name: 'ssrf-addresses',
    control: 'addresses that are not public are refused',
    file: `${pinned}/address.ts`,
    find: "return isPublic && parsed.range() === 'unicast' && !cloudsOwn.has(parsed.toString());",
    replace: 'return true;',
    tests: inFile(`${pinned}/address.test.ts`, 'an address that a workspace may reach'),
  },
  {
    name: 'ssrf-pinned',
    control: 'the address that was judged is the one that is connected to',
    file: `${pinned}/pinned-fetch.ts`,
    find: 'if (all === true) callback(null, [address]);\n          else callback(null, address.address, address.family);',
    replace:
      'void resolve(url.hostname).then((list) => (all === true ? callback(null, [...list] as never) : callback(null, list[0]?.address as never, 4)));',
    tests: inFile(
      `${pinned}/pinned-fetch.test.ts`,
      'whose name leads elsewhere a moment later: the address that was judged is the one that is connected to',
    ),
  },
  {
    name: 'ssrf-redirects',
    control: 'no redirect is followed',
    file: `${pinned}/pinned-fetch.ts`,
    find: "if (response.status >= 300 && response.status < 400) throw notAllowed('it answers with a redirect');",
    replace: '',
    tests: inFile(`${pinned}/pinned-fetch.test.ts`, 'that answers with a redirect is left'),
  },
  {
    name: 'ssrf-base',
    control: 'nothing outside of the base URL is asked',
    file: `${pinned}/pinned-fetch.ts`,
    find: 'if (url.origin !== base.origin || !isBelow(url.pathname, base.pathname))',
    replace: 'if (false)',
    tests: inFile(`${pinned}/pinned-fetch.test.ts`, 'does not lead out of itself'),
  },
  {
    name: 'llm-key-bound',
    control: 'a key is bound to its base URL',
    file: 'plugins/llm-workspace/src/settings/settings-cache.ts',
    find: 'this.#bindings.require(caller.workspace, settings);',
    replace: '',
    tests: inFile(
      'plugins/llm-workspace/src/settings/settings-cache.test.ts',
      'a key that turns up with another base URL is void, whatever the control plane says',
    ),
  },
  {
    name: 'llm-settings-of-one-workspace',
    control: 'settings and what the control plane knows them by are kept for one workspace each',
    file: 'plugins/llm-workspace/src/settings/settings-cache.ts',
    find: 'const kept = this.#kept.get(workspace);',
    replace: 'const [kept] = this.#kept.values();',
    tests: inFile('plugins/llm-workspace/src/crossing.test.ts', 'never cross on their way through the engine either'),
  },
  {
    name: 'model-not-in-your-words',
    control: 'an argument that the person did not write is untrusted',
    file: `${words}/literal.ts`,
    find: 'if (!standsIn(words, value)) return',
    replace: 'if (false) return',
    tests: inFile(
      `${words}/literal.test.ts`,
      'is the person only where the person wrote it and the model has seen nothing else',
    ),
  },
  {
    name: 'model-tainted-plan',
    control: 'a plan by a model that has seen an earlier answer is tainted',
    file: `${words}/literal.ts`,
    find: 'if (tainted) return',
    replace: 'if (false) return',
    tests: inFile(
      `${words}/literal.test.ts`,
      'is the person only where the person wrote it and the model has seen nothing else',
    ),
  },
  {
    name: 'model-citations',
    control: 'a sentence that cites no evidence is struck',
    file: `${words}/check-words.ts`,
    find: 'if (cited.length === 0 || cited.some((id) => !this.#known.has(id))) return undefined;',
    replace: '',
    tests: inFile(`${words}/check-words.test.ts`, 'an answer in a model\u2019s words'),
  },
  {
    name: 'model-words-inert',
    control: 'a model\u2019s words are inert',
    file: `${words}/check-words.ts`,
    find: 'cite(inert(bare), cited)',
    replace: 'cite(bare, cited)',
    tests: inFile(
      `${words}/check-words.test.ts`,
      'is inert: nothing of it is markup, a link or a citation of its own making',
    ),
  },
];
