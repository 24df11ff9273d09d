import { defineWriteTool, HexaopsError, type OperationOutcome, type WriteTool } from '@hexaops/core';
import { textAt } from '../../cluster/fields.ts';
import { Backups } from '../../backups/backups.ts';
import { backupInWords } from '../../facts/backups.ts';
import type { Storage } from '../../storage.ts';
import { nameArgument, workerName } from '../arguments.ts';

/** Nothing that runs is touched, and nothing would take a backup back. */
export function backUpApplication(storage: Storage): WriteTool {
  return defineWriteTool({
    name: 'back-up-application',
    description: 'Starts a backup of an application now, beside those that are planned.',
    worker: workerName,
    input: {
      type: 'object',
      additionalProperties: false,
      required: ['application'],
      properties: { application: { ...nameArgument, description: 'Name of the application.' } },
    },
    operation: ({ application }) => ({
      operation: 'backup',
      target: `application/${application}`,
      parameters: { application },
    }),
    async preview({ application }, context) {
      const state = await backupsIn(storage).of(application, context);
      const last = state.lastSuccess === undefined ? null : new Date(state.lastSuccess).toISOString();
      const running = state.running === undefined ? '' : ' One is running already.';
      return {
        summary: `A backup of ${application} is started now; the last that succeeded is ${last === null ? 'not known' : `of ${last}`}.${running}`,
        changes: [{ path: 'backup', before: last, after: 'a new one' }],
        blast: { pods: 0, share: 0, namespaces: [], isWholeWorkspace: false },
      };
    },
    async verify({ application }, context, outcome) {
      const state = await backupsIn(storage).of(application, context);
      const evidence = [
        {
          source: 'control-plane',
          query: Backups.queryOf(application),
          title: `backups of ${application}, read back`,
          content: { kind: 'text' as const, text: backupInWords(state) },
        },
      ];
      const execution = executionOf(outcome);
      if (execution !== undefined && state.executions.includes(execution)) {
        const isDone = state.running?.id !== execution;
        return {
          state: 'applied',
          summary: `The backup ${execution} of ${application} ${isDone ? 'has ended' : 'is running'}.`,
          evidence,
        };
      }
      // Without the answer nobody can tell this backup from one that was planned.
      if (outcome === undefined) {
        return {
          state: 'unknown',
          summary: `Whether a backup of ${application} has started is not known: ${backupInWords(state)}.`,
          evidence,
        };
      }
      return {
        state: 'applied',
        summary: `The control plane has started a backup of ${application}${execution === undefined ? '' : `, ${execution}`}.`,
        evidence,
      };
    },
  });
}

function executionOf(outcome: OperationOutcome | undefined): string | undefined {
  return textAt(outcome?.body, 'execution_id');
}

function backupsIn({ backups }: Storage): Backups {
  if (backups !== undefined) return backups;
  throw new HexaopsError('read-only', 'there is no control plane here, and nothing else can back up anything', {
    nextStep: 'configure the plugin @hexaops/control-plane',
  });
}
