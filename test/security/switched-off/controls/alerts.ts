import { inFile } from '../../table/row.ts';
import type { SwitchedOff } from '../control.ts';

const folder = 'core/src/investigations';
const engine = `${folder}/investigations.test.ts`;
const routes = 'runtime/src/http/routes/alerts.test.ts';

export const alerts: readonly SwitchedOff[] = [
  {
    name: 'alerts-credential',
    control: 'alerts are taken from whoever has a credential for them',
    file: 'runtime/src/http/alerts/credentials.ts',
    find: 'const found = known.filter(({ digest }) => timingSafeEqual(digest, sent));',
    replace: 'const found = known.filter(({ digest }) => digest.length === sent.length);',
    tests: inFile(routes, 'is nothing else: no part of it, no other scheme, and no token of a person'),
  },
  {
    name: 'alerts-credential-scope',
    control: 'a credential speaks of its workspaces alone',
    file: `${folder}/workspace-of.ts`,
    find: 'if (allowed !== undefined && !allowed.includes(workspace)) {',
    replace: 'if (false) {',
    tests: inFile(
      engine,
      'of no workspace that is known is refused with words and counted, and keeps no other from being taken',
    ),
  },
  {
    name: 'alerts-workspace-known',
    control: 'a label names a workspace that the configuration names',
    file: `${folder}/workspace-of.ts`,
    find: '...(labelled !== undefined && isNamed(labelled) ? [labelled] : [])',
    replace: '...(labelled !== undefined ? [labelled] : [])',
    tests: inFile(`${folder}/workspace-of.test.ts`, 'is never guessed'),
  },
  {
    name: 'alerts-workspace-one',
    control: 'labels that name two workspaces are refused',
    file: `${folder}/workspace-of.ts`,
    find: "if (found.size > 1) return { refusal: 'its labels name more than one workspace' };",
    replace: '',
    tests: inFile(
      `${folder}/workspace-of.test.ts`,
      'is refused where the labels name two, or one that the credential is not for',
    ),
  },
  {
    name: 'alerts-rate',
    control: 'one sender has so many requests in a minute',
    file: 'runtime/src/http/routes/alerts.ts',
    find: 'return (context) => admission.countAlerts(senderOf(context).key);',
    replace: 'return () => undefined;',
    tests: inFile(routes, 'is limited by the minute, for each credential'),
  },
  {
    name: 'alerts-hourly-limit',
    control: 'so many investigations are begun in a workspace within an hour',
    file: `${folder}/beginnings.ts`,
    find: 'if (!allowed) {',
    replace: 'if (false) {',
    tests: inFile(
      engine,
      'begins no more than the workspace has within an hour, keeps no more than it has room for, and says so',
    ),
  },
  {
    name: 'alerts-room',
    control: 'so many alerts of a workspace are kept',
    file: `${folder}/alert-desk.ts`,
    find: 'await parts.store.alerts.prune(workspace, settings.alerts);',
    replace: '',
    tests: inFile(
      engine,
      'begins no more than the workspace has within an hour, keeps no more than it has room for, and says so',
    ),
  },
  {
    name: 'alerts-rest',
    control: 'the same is not looked into again while its rule rests',
    file: 'core/src/store/memory-investigations.ts',
    find: 'if (resting !== undefined) return resting.investigation;',
    replace: '',
    tests: inFile(
      engine,
      'told of again, by another replica or after a restart, begins nothing more until the rest is over',
    ),
  },
  {
    name: 'alerts-replay',
    control: 'what was sent before brings nothing back',
    file: `${folder}/next-alert.ts`,
    find: "if (startsAt < known.startsAt || known.status === 'resolved') return 'stale';",
    replace: '',
    tests: inFile(engine, 'sent again by whoever has kept it moves nothing'),
  },
  {
    name: 'alerts-names',
    control: 'of labels only names are inserted',
    file: `${folder}/names.ts`,
    find: 'return plainName.test(text);',
    replace: 'return text.length > 0;',
    tests: inFile(engine, 'is inserted where it is a name, and nowhere else'),
  },
  {
    name: 'alerts-workers',
    control: 'only workers that the operator has named read without a token',
    file: `${folder}/reading-tools.ts`,
    find: "effect === 'read' && workers.includes(worker)",
    replace: "effect === 'read'",
    tests: inFile(
      engine,
      'reads with the workers that the operator has named; what else a rule names is left out and said',
    ),
  },
  {
    name: 'alerts-triggers-read',
    control: 'a trigger that names a change is refused at the start',
    file: `${folder}/check-triggers.ts`,
    find: "tools.has(tool) && tools.get(tool).effect === 'write'",
    replace: 'false',
    tests: inFile(engine, 'by a rule that names a change is refused when the rules are loaded'),
  },
  {
    name: 'alerts-no-impersonation',
    control: 'nobody can be the one that investigations work for',
    file: `${folder}/service-caller.ts`,
    find: 'if (kind === undefined && subject !== investigator) return;',
    replace: 'return;',
    tests: inFile(
      engine,
      'has neither a token nor a permission to change anything, and nobody can be the one it works for',
    ),
  },
  {
    name: 'alerts-service-writes',
    control: 'the guard denies every change of the service itself',
    file: 'core/src/guard/guard.ts',
    find: "if (write && call.caller.kind === 'service')",
    replace: 'if (false)',
    tests: inFile(
      'core/src/guard/guard.test.ts',
      'denies every change of the service itself, whatever the rules allow',
    ),
  },
  {
    name: 'alerts-read-only',
    control: 'the guard of an investigation is read only',
    file: `${folder}/reading-parts.ts`,
    find: "guard: { ...parts.guard, mode: 'readOnly' },",
    replace: 'guard: parts.guard,',
    tests: inFile(
      `${folder}/reading-parts.test.ts`,
      'what an investigation works with has no way to change anything, whatever is asked of it',
    ),
  },
  {
    name: 'alerts-no-control-plane',
    control: 'an investigation has no control plane',
    file: `${folder}/reading-parts.ts`,
    find: 'controlPlane: undefined,',
    replace: 'controlPlane: parts.controlPlane,',
    tests: inFile(
      `${folder}/reading-parts.test.ts`,
      'what an investigation works with has no way to change anything, whatever is asked of it',
    ),
  },
];
