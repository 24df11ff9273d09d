import manifest from '../../package.json' with { type: 'json' };
import { Argument, Command, CommanderError } from 'commander';
import { collected, confidence, namespaces, port, seconds, time } from './arguments.ts';
import type { AuditSchemaOptions } from './commands/audit/schema.ts';
import type { AuditVerifyOptions } from './commands/audit/verify.ts';
import type { DatasetExportOptions } from './commands/datasets/export.ts';
import type { ApprovalsOptions } from './commands/chat/approvals.ts';
import type { AskOptions } from './commands/chat/ask.ts';
import type { FeedbackOptions } from './commands/chat/feedback.ts';
import type { FollowOptions } from './commands/chat/follow.ts';
import type { ConfigurationOptions } from './commands/configuration.ts';
import type { DiagnoseOptions } from './commands/diagnose.ts';
import type { CheckOptions } from './commands/plugin/check.ts';
import type { DevOptions } from './commands/plugin/dev.ts';
import type { DoctorOptions } from './commands/doctor/doctor.ts';
import type { ModelsOptions } from './commands/models/schedules.ts';
import type { PromqlScopeOptions } from './commands/promql.ts';
import type { TokenVerifyOptions } from './commands/token.ts';
import { type ExitCode, exitCode } from './exit-code.ts';
import { examples } from './examples.ts';
import { type Io, isBrokenPipe } from './io.ts';
import { reportError } from './report-error.ts';
import { pathOf, raiseUsage } from './usage.ts';

/** Runs one command line and gives the code to end with. It never throws, and never ends the process. */
export async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  let code: ExitCode = exitCode.done;
  const program = createProgram(io, async (outcome) => {
    code = await outcome;
  });
  try {
    await program.parseAsync(argv, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.done : exitCode.refused;
    return isBrokenPipe(error) ? exitCode.done : reportError(io, error);
  }
}

/** Commands are imported when they are called: `diagnose` has no use for a web server, nor `--help` for either. */
function createProgram(io: Io, end: (outcome: Promise<ExitCode>) => Promise<void>): Command {
  const program = new Command('hexaops')
    .description('Finds out what is wrong in a Kubernetes workspace, and serves those who ask.')
    .version(manifest.version);

  withConfiguration(program.command('serve').description('run the service')).action((options: ConfigurationOptions) =>
    end(import('./commands/serve.ts').then(({ serve }) => serve(io, options))),
  );

  watching(
    program
      .command('ask')
      .description('ask through the control plane; the credential is read from HEXAOPS_AUTHORIZATION')
      .argument('<message>', 'what to ask, in plain language'),
  )
    .option('--session <id>', 'go on with this conversation')
    .action((message: string, options: AskOptions) =>
      end(import('./commands/chat/ask.ts').then(({ ask }) => ask(io, message, options))),
    );

  watching(
    program
      .command('follow')
      .description('watch a run of yours again, and go on with it where it waits')
      .argument('<run>', 'its id'),
  ).action((run: string, options: FollowOptions) =>
    end(import('./commands/chat/follow.ts').then(({ follow }) => follow(io, run, options))),
  );

  withAccess(
    program
      .command('feedback')
      .description('say whether a run of yours has helped')
      .argument('<run>', 'its id')
      .addArgument(new Argument('<rating>', 'what you think of it').choices(['good', 'bad'])),
  )
    .option('--comment <text>', 'why')
    .action((run: string, rating: 'good' | 'bad', options: FeedbackOptions) =>
      end(import('./commands/chat/feedback.ts').then(({ feedback }) => feedback(io, run, rating, options))),
    );

  withAccess(program.command('approvals').description('show the changes that wait for a decision, and decide them'))
    .option('--json', 'print them as JSON; nobody is asked')
    .action((options: ApprovalsOptions) =>
      end(import('./commands/chat/approvals.ts').then(({ approvals }) => approvals(io, options))),
    );

  program
    .command('diagnose')
    .description('name the root causes in a support bundle or a live cluster, by rules alone; changes nothing')
    .argument('[path]', 'a support bundle: a directory, or a .tar, .tar.gz or .tgz file')
    .option('--kubeconfig [file]', 'read a live cluster instead; without a file, where kubectl looks')
    .option('--context <name>', 'of the kubeconfig; the current one unless given')
    .option('--allow-programs', 'let the kubeconfig run its program to get credentials')
    .option('--namespace <name...>', 'only these namespaces', namespaces)
    .option('--minimum-confidence <share>', 'leave out what is less sure: 0 to 1, or 80%', confidence)
    .option('--json', 'print JSON')
    .option('--exit-code', 'end with 1 when something is wrong')
    .action((path: string | undefined, options: DiagnoseOptions) =>
      end(
        import('./commands/diagnose.ts').then(({ diagnose }) => diagnose(io, path === '' ? undefined : path, options)),
      ),
    );

  const rules = program.command('rules').description('list, check and test rule sets');
  rules
    .command('list')
    .description('list rules and where they come from, with those of the engine itself')
    .argument('[path...]', 'files and directories; the rules of all installed plugins unless given')
    .option('--json', 'print JSON')
    .action((paths: readonly string[], options: { readonly json?: boolean }) =>
      end(import('./commands/known-rules.ts').then(({ listRules }) => listRules(io, paths, options))),
    );
  rules
    .command('show')
    .description('say what a rule does and where it comes from, also one of the engine itself')
    .argument('<id>', 'as an answer or a record names it: guard.proposed')
    .argument('[path...]', 'files and directories; the rules of all installed plugins unless given')
    .option('--json', 'print JSON')
    .action((id: string, paths: readonly string[], options: { readonly json?: boolean }) =>
      end(import('./commands/known-rules.ts').then(({ showRule }) => showRule(io, id, paths, options))),
    );
  rules
    .command('check')
    .description('compile rules and report every mistake with its place')
    .argument('[path...]', 'files and directories; the rules of all installed plugins unless given')
    .action((paths: readonly string[]) =>
      end(import('./commands/rules.ts').then(({ checkRules }) => checkRules(io, paths))),
    );
  rules
    .command('test')
    .description('run the tests that rules carry')
    .argument('[path...]', 'files and directories; the rules of all installed plugins unless given')
    .option('--json', 'print JSON')
    .action((paths: readonly string[], options: { readonly json?: boolean }) =>
      end(import('./commands/rules.ts').then(({ testRules }) => testRules(io, paths, options))),
    );

  const plugin = program.command('plugin').description('write a plugin: npm create hexaops-plugin makes one');
  plugin
    .command('dev')
    .description('run a plugin from its sources with fakes, and ask it; again after each change')
    .argument('[folder]', 'of its package.json', '.')
    .option('--config <file>', 'dev.yaml of the folder unless given')
    .option('--ask <question>', 'the first of its questions unless given')
    .option('--port <number>', 'any free one unless given', port)
    .option('--once', 'end after the answer')
    .action((folder: string, options: DevOptions) =>
      end(import('./commands/plugin/dev.ts').then(({ dev }) => dev(io, folder, options))),
    );
  plugin
    .command('check')
    .description('look at a plugin as whoever installs it will, and say what to write instead')
    .argument('[folder]', 'of its package.json', '.')
    .option('--config <file>', 'dev.yaml of the folder unless given')
    .option('--json', 'print JSON')
    .action((folder: string, options: CheckOptions) =>
      end(import('./commands/plugin/check.ts').then(({ check }) => check(io, folder, options))),
    );

  withConfiguration(
    program.command('doctor').description('check whether the service could run here, and say what is missing'),
  )
    .option('--json', 'print JSON')
    .action((options: DoctorOptions) =>
      end(import('./commands/doctor/doctor.ts').then(({ doctor }) => doctor(io, options))),
    );

  const config = program.command('config').description('look at the configuration of the service');
  withConfiguration(config.command('check').description('say every mistake with its place; starts nothing')).action(
    (options: ConfigurationOptions) =>
      end(import('./commands/configuration.ts').then(({ checkConfiguration }) => checkConfiguration(io, options))),
  );
  withConfiguration(config.command('print').description('print what holds, without secrets')).action(
    (options: ConfigurationOptions) =>
      end(import('./commands/configuration.ts').then(({ printConfiguration }) => printConfiguration(io, options))),
  );

  const models = program.command('models').description('look at the nodes of private models');
  withConfiguration(models.command('list').description('list the models that nodes have, and where each is loaded'))
    .option('--provider <id>', 'the nodes of one provider, where there are several')
    .option('--json', 'print JSON')
    .action((options: ModelsOptions) =>
      end(import('./commands/models/list.ts').then(({ listModels }) => listModels(io, options))),
    );
  withConfiguration(models.command('pull').description('fetch a model to every node'))
    .argument('<model>', 'its name as Ollama knows it: qwen3:8b')
    .option('--provider <id>', 'to the nodes of one provider, where there are several')
    .option('--json', 'print progress, one JSON a line')
    .action((model: string, options: ModelsOptions) =>
      end(import('./commands/models/pull.ts').then(({ pullModel }) => pullModel(io, model, options))),
    );

  const audit = program.command('audit').description('look at what was recorded of changes');
  withConfiguration(
    audit.command('verify').description('read the delivered records back, and say whether they are whole'),
  )
    .option('--workspace <id>', 'only the records of this workspace')
    .option('--from <time>', 'only those from then on: 2026-01-31T12:00:00Z', time)
    .option('--to <time>', 'only those before', time)
    .option('--sink <id>', 'where they were delivered to, where there are several')
    .option('--json', 'print JSON')
    .action((options: AuditVerifyOptions) =>
      end(import('./commands/audit/verify.ts').then(({ verifyAudit }) => verifyAudit(io, options))),
    );
  withConfiguration(audit.command('schema').description('print what the destination must have, for its administrator'))
    .option('--sink <id>', 'the destination, where there are several')
    .action((options: AuditSchemaOptions) =>
      end(import('./commands/audit/schema.ts').then(({ printAuditSchema }) => printAuditSchema(io, options))),
    );

  const datasets = program.command('datasets').description('look at what people have rated');
  withConfiguration(datasets.command('export').description('print rated runs, one JSON a line'))
    .option('--dataset <id>', 'where they are kept, where there are several')
    .action((options: DatasetExportOptions) =>
      end(import('./commands/datasets/export.ts').then(({ exportDataset }) => exportDataset(io, options))),
    );

  program
    .command('token')
    .description('look at tokens')
    .command('verify')
    .description('read a token a line from standard input, print a verdict a line')
    .requiredOption('--jwks <file>', 'the keys: {"keys": [...]}')
    .option('--issuer <name>', 'the expected "iss"')
    .option('--audience <name>', 'the expected "aud"')
    .option('--token-type <name>', 'the expected "token_type"')
    .option('--leeway <seconds>', 'for clocks that differ, 0 to 2', seconds)
    .option('--at <time>', 'judge as of then: 2026-01-31T12:00:00Z, or seconds since 1970', time)
    .option('--exit-code', 'end with 1 when a token is not valid')
    .action((options: TokenVerifyOptions) =>
      end(import('./commands/token.ts').then(({ verifyTokens }) => verifyTokens(io, options))),
    );

  program
    .command('promql')
    .description('look at PromQL expressions')
    .command('scope')
    .description('read an expression a line from standard input, print it bound to one workspace')
    .requiredOption('--matcher <matcher>', 'the label and the value of the workspace: workspace_id="shop"')
    .option('--whole', 'the whole input is one expression')
    .action((options: PromqlScopeOptions) =>
      end(import('./commands/promql.ts').then(({ scopePromql }) => scopePromql(io, options))),
    );

  prepare(program, io);
  return program;
}

/** Of those that reach a service through the control plane. */
function withAccess(command: Command): Command {
  return command
    .option('--url <url>', 'of the control plane, or of its chat; HEXAOPS_URL unless given')
    .option('--workspace <id>', 'the workspace it is in');
}

function watching(command: Command): Command {
  return withAccess(command)
    .option('--evidence', 'print what was read, with the exact queries')
    .option('--json', 'print the events themselves, one a line');
}

function withConfiguration(command: Command): Command {
  return command
    .option('--config <file>', 'HEXAOPS_CONFIG unless given, else hexaops.yaml')
    .option('--set <key=value>', 'override one value: server.port=8081; may be repeated', collected);
}

/** What every command has in common: where it writes, how it fails, and its examples. */
function prepare(command: Command, io: Io): void {
  command
    .configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: (text) => void io.stderr.write(text),
      outputError: () => undefined,
      getOutHelpWidth: () => Math.min(io.size()?.columns ?? helpWidth, helpWidth),
      getErrHelpWidth: () => Math.min(io.size()?.columns ?? helpWidth, helpWidth),
      getOutHasColors: () => io.coloured,
      getErrHasColors: () => false,
    })
    .showSuggestionAfterError(false)
    .exitOverride((error) => raiseUsage(command, error));
  const shown = examples[pathOf(command).replace(/^hexaops /, '')];
  if (shown !== undefined) command.addHelpText('after', `\nExamples:\n${shown.map((line) => `  ${line}`).join('\n')}`);
  for (const subcommand of command.commands) prepare(subcommand, io);
}

/** Columns of help, in a pipe and at most. */
const helpWidth = 100;
