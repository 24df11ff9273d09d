import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { glob, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { parse } from 'yaml';
import { readJson, repository } from '../workspaces.ts';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, string | boolean>>;
  readonly env?: Readonly<Record<string, string>>;
}

interface Job {
  readonly needs?: string;
  readonly if?: string;
  readonly environment?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly steps?: readonly Step[];
  readonly strategy?: { readonly matrix: { readonly include: readonly { readonly run: string }[] } };
  readonly 'timeout-minutes'?: number;
  readonly uses?: string;
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

const files = (await Array.fromAsync(glob('.github/workflows/*.{yml,yaml}', { cwd: repository }))).toSorted();
const workflows = await Promise.all(
  files.map(async (file) => {
    const text = await readFile(join(repository, file), 'utf8');
    return { file, text, workflow: parse(text) as Workflow };
  }),
);
const of = (name: string): Workflow => {
  const found = workflows.find(({ file }) => file.endsWith(`/${name}.yml`));
  assert.ok(found, name);
  return found.workflow;
};
const stepsOf = ({ jobs }: Workflow): readonly Step[] => Object.values(jobs).flatMap(({ steps = [] }) => steps);
const isWriting = ({ permissions = {} }: Job): boolean => Object.values(permissions).includes('write');

describe('Every workflow', () => {
  for (const { file, text, workflow } of workflows) {
    it(`${file} may read, and no more, where a job does not say otherwise`, () => {
      assert.ok(workflow.permissions, 'permissions');
      assert.deepEqual(Object.entries({ contents: 'read', ...workflow.permissions }), [['contents', 'read']]);
    });

    it(`${file} runs actions of one commit, whose release a comment names`, () => {
      const used = [...text.matchAll(/uses: (.*)$/gm)].map(([, action = '']) => action);
      assert.ok(used.length > 0);
      for (const action of used) assert.match(action, /^(\.\/.*\.yml|[\w.-]+\/[\w.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$/);
    });

    it(`${file} names no host, and knows no secret`, () => {
      assert.doesNotMatch(text, /:\/\/|registry-url|\b[\w-]+\.(com|org|io|dev)\b|secrets\./);
    });

    it(`${file} gives strangers no way in`, () => {
      assert.ok(!('pull_request_target' in workflow.on) && !('workflow_run' in workflow.on));
      for (const { run = '' } of stepsOf(workflow)) assert.doesNotMatch(run, /\$\{\{(?! matrix\.run \}\})/);
    });

    it(`${file} leaves no credentials in what is checked out, unless the job writes there`, () => {
      for (const job of Object.values(workflow.jobs)) {
        const checkout = job.steps?.find(({ uses = '' }) => uses.startsWith('actions/checkout@'));
        if (checkout !== undefined && job.permissions?.['contents'] !== 'write')
          assert.equal(checkout.with?.['persist-credentials'], false);
      }
    });

    it(`${file} ends by itself`, () => {
      for (const [name, job] of Object.entries(workflow.jobs))
        assert.ok(job.uses !== undefined || (job['timeout-minutes'] ?? 0) > 0, name);
    });

    it(`${file} runs scripts that are there, and no scripts of packages that are installed`, async () => {
      const { scripts } = await readJson<{ readonly scripts: object }>(join(repository, 'package.json'));
      const commands = [
        ...stepsOf(workflow).flatMap(({ run = '' }) => run),
        ...stepsOf(workflow).map(({ with: { version } = {} }) => String(version ?? '')),
        ...Object.values(workflow.jobs).flatMap(({ strategy }) => strategy?.matrix.include.map(({ run }) => run) ?? []),
      ];
      const named = commands.flatMap((command) =>
        [...command.matchAll(/npm run ([\w:]+)/g)].map(([, name = '']) => name),
      );
      assert.deepEqual(
        named.filter((name) => !Object.hasOwn(scripts, name)),
        [],
      );
      for (const command of commands.filter((each) => each.startsWith('npm ci')))
        assert.equal(command, 'npm ci --ignore-scripts');
    });
  }
});

describe('The release workflow', () => {
  const { jobs } = of('release');

  it('publishes with provenance, without a secret, from a job that can do nothing else', () => {
    const publishing = Object.entries(jobs).filter(([, job]) => job.permissions?.['id-token'] !== undefined);
    assert.deepEqual(
      publishing.map(([name]) => name),
      ['publish'],
    );
    const { permissions, steps = [], environment, needs } = jobs['publish'] ?? {};
    assert.deepEqual(permissions, { contents: 'read', 'id-token': 'write' });
    assert.equal(environment, 'npm');
    assert.equal(needs, 'version');
    const publish = steps.filter(({ run = '' }) => run.includes('publish'));
    assert.deepEqual(publish, [{ run: 'npm run publish:packages', env: { NPM_CONFIG_PROVENANCE: 'true' } }]);
  });

  it('publishes nothing that was not checked, or while changesets wait', () => {
    assert.equal(jobs['version']?.needs, 'check');
    assert.equal(jobs['check']?.uses, './.github/workflows/check.yml');
    assert.equal(jobs['publish']?.if, `needs.version.outputs.waiting == 'false'`);
    assert.deepEqual(
      Object.keys(jobs).filter((name) => jobs[name] !== undefined && isWriting(jobs[name])),
      ['version', 'publish', 'tag'],
    );
  });

  it('names who tags, for git makes no annotated tag of nobody', () => {
    const { env = {} } = jobs['tag']?.steps?.find(({ run }) => run === 'npm exec changeset tag') ?? {};
    const directory = mkdtempSync(join(tmpdir(), 'hexaops-tag-'));
    const git = (...words: readonly string[]) =>
      spawnSync('git', words, {
        cwd: directory,
        encoding: 'utf8',
        env: { PATH: process.env['PATH'], HOME: directory, GIT_CONFIG_NOSYSTEM: '1', ...env },
      });
    try {
      git('init', '--quiet');
      git('-c', 'user.name=a', '-c', 'user.email=a@localhost', 'commit', '--quiet', '--allow-empty', '-m', 'one');
      git('tag', 'core@1.0.0', '-m', 'core@1.0.0');
      assert.equal(git('tag').stdout, 'core@1.0.0\n');
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  it('begins with a push to main alone', () => {
    assert.deepEqual(of('release').on, { push: { branches: ['main'] } });
  });
});

it('advisories are asked for with each change, and every day', () => {
  const { on, jobs } = of('check');
  assert.deepEqual(Object.keys(on).toSorted(), ['pull_request', 'push', 'schedule', 'workflow_call']);
  const commands = jobs['run']?.strategy?.matrix.include.map(({ run }) => run) ?? [];
  for (const command of [
    'npm test',
    'npm run check',
    'npm run docs',
    'npm run audit:dependencies',
    'npm run test:packages',
  ])
    assert.ok(commands.includes(command), command);
});
