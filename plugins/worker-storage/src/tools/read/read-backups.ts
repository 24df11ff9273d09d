import { ageOf, defineReadTool, type ReadTool, type ToolContext } from '@hexaops/core';
import type { BackupState } from '../../backups/backup-state.ts';
import { type BackupReading, Backups } from '../../backups/backups.ts';
import type { StorageState } from '../../cluster/storage-cluster.ts';
import { indexStorage } from '../../facts/storage-index.ts';
import type { Storage } from '../../storage.ts';
import { nameArgument, workerName } from '../arguments.ts';
import { tableEvidence } from '../presentation.ts';

export function readBackups(storage: Storage): ReadTool {
  return defineReadTool({
    name: 'read-backups',
    description: 'Says when applications were backed up last, what failed since, and what is planned.',
    worker: workerName,
    input: {
      type: 'object',
      additionalProperties: false,
      properties: {
        application: { ...nameArgument, description: 'One application; those of the workspace when left out.' },
      },
    },
    async execute({ application }, context) {
      const reading = await backupsOf(storage, application, context);
      const states = reading.states.toSorted((a, b) => (b.lastSuccess ?? 0) - (a.lastSuccess ?? 0));
      const last = states[0]?.lastSuccess;
      return {
        evidence:
          states.length === 0
            ? []
            : [
                tableEvidence(
                  {
                    source: 'control-plane',
                    query: states.map((state) => Backups.queryOf(state.application)).join('\n'),
                    title:
                      application === undefined
                        ? `backups of ${states.length} applications`
                        : `backups of ${application}`,
                    table: {
                      columns: ['application', 'planned', 'last success', 'age', 'last failure', 'running'],
                      rows: states.map((state) => rowOf(state, context.now())),
                    },
                    remedy: 'ask with one "application"',
                  },
                  context,
                ),
              ],
        value: {
          count: states.length,
          ...(last === undefined ? {} : { last: new Date(last).toISOString() }),
        },
        unavailable: reading.unavailable,
      };
    },
  });
}

async function backupsOf(
  storage: Storage,
  application: string | undefined,
  context: ToolContext,
): Promise<BackupReading> {
  const { backups, cluster } = storage;
  if (backups === undefined) return nobodyToAsk;
  if (application !== undefined) return { states: [await backups.of(application, context)], unavailable: [] };
  return backupsIn(await cluster.state(undefined, context), storage, context);
}

const nobodyToAsk: BackupReading = {
  states: [],
  unavailable: [{ source: 'backups', reason: 'there is no control plane here to ask about them' }],
};

/** Of the workloads that keep data in claims: one without data needs no backup. Never raises for lack of a control plane. */
export async function backupsIn(
  state: StorageState,
  { backups, settings }: Storage,
  context: ToolContext,
): Promise<BackupReading> {
  if (backups === undefined) return nobodyToAsk;
  const index = indexStorage(state);
  const named = state.claims.flatMap((claim) => index.templatesOf(claim).map(({ name }) => name));
  const applications = [...new Set(named)].sort();
  const asked = applications.slice(0, settings.applications);
  const reading = await backups.ofAll(asked, context);
  const left = applications.length - asked.length;
  if (left === 0) return reading;
  const reason = `at most ${settings.applications} are asked about: name one`;
  const more = { source: `the backups of ${left} more applications`, reason };
  return { ...reading, unavailable: [...reading.unavailable, more] };
}

function rowOf(
  { application, policy, lastSuccess, lastFailure, running }: BackupState,
  now: number,
): (string | null)[] {
  const time = (moment: number | undefined) => (moment === undefined ? null : new Date(moment).toISOString());
  const planned = policy === undefined ? 'none' : policy.isEnabled ? policy.schedule : 'switched off';
  return [
    application,
    planned,
    time(lastSuccess) ?? 'none is known',
    lastSuccess === undefined ? '' : ageOf(new Date(lastSuccess).toISOString(), now),
    lastFailure === undefined ? '' : `${time(lastFailure.at) ?? ''} ${lastFailure.message}`.trim(),
    running === undefined ? '' : 'yes',
  ];
}
