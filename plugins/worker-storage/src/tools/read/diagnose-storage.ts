import { defineReadTool, HexaopsError, type Moment, type ReadTool, type ToolResult } from '@hexaops/core';
import { nearestRelations } from '@hexaops/core/diagnosis';
import { diagnose, type StorageFinding } from '../../diagnosis/diagnose.ts';
import { indexStorage } from '../../facts/storage-index.ts';
import { measure, type Storage, usualWindows } from '../../storage.ts';
import { claimArgument, namespaceArgument, workerName } from '../arguments.ts';
import { claimTable } from '../claim-table.ts';
import { findingEvidence, tableEvidence } from '../presentation.ts';
import { backupsIn } from './read-backups.ts';

/** Findings of one answer, the likeliest first. */
const mostFindings = 40;
/** What needs what around them. */
const mostRelations = 300;

export function diagnoseStorage(storage: Storage): ReadTool {
  return defineReadTool({
    name: 'diagnose-storage',
    description:
      'Says what is wrong with storage, or with one claim: why it is pending, how full it is, what is unused, late backups.',
    worker: workerName,
    input: {
      type: 'object',
      additionalProperties: false,
      properties: { namespace: namespaceArgument, claim: claimArgument },
    },
    async execute({ namespace, claim }, context): Promise<ToolResult> {
      if (claim !== undefined && namespace === undefined) {
        throw new HexaopsError('arguments-invalid', 'a claim has a namespace', { nextStep: 'name its namespace' });
      }
      const [state, measurements] = await Promise.all([
        storage.cluster.state(namespace, context),
        measure(storage, { namespace, claim }, usualWindows, context),
      ]);
      const backups = claim === undefined ? await backupsIn(state, storage, context) : { states: [], unavailable: [] };
      const claims = claim === undefined ? state.claims : state.claims.filter(({ name }) => name === claim);
      if (claim !== undefined && claims.length === 0 && state.covers('PersistentVolumeClaim')) {
        throw new HexaopsError('not-found', `there is no PersistentVolumeClaim ${namespace ?? ''}/${claim}`, {
          nextStep: 'ask for the list of claims',
        });
      }
      const about = claim === undefined || namespace === undefined ? undefined : { namespace, name: claim };
      const { maximumAgeHours } = storage.settings;
      const scene = { state, measurements, backups, maximumAgeHours };
      const diagnosis = diagnose(scene, context, about);
      const kept = diagnosis.findings.slice(0, mostFindings);
      const table = tableEvidence(
        {
          source: state.source,
          query: [state.queryOf('PersistentVolumeClaim'), measurements.usageReading?.query ?? ''].join('\n').trim(),
          title: claim === undefined ? `claims (${claims.length})` : `state of the claim ${namespace ?? ''}/${claim}`,
          table: claimTable(claims, indexStorage(state), measurements, context.now()),
          remedy: 'ask with one "namespace", or one "claim"',
        },
        context,
      );
      const shown = findingEvidence(state, measurements.usageReading?.query ?? '', 1);
      const findings = kept.map((finding) => shown.add(finding));
      return {
        evidence: [table, ...shown.drafts(context.byteCap)],
        findings,
        relations: nearestRelations(
          diagnosis.relations,
          kept.map(({ object }) => object),
        ).slice(0, mostRelations),
        moments: kept.flatMap((finding, at) => momentsOf(finding, findings[at]?.evidence ?? [])),
        value: { findings: diagnosis.findings.length, claims: claims.length },
        unavailable: [...diagnosis.unavailable, ...measurements.unavailable],
      };
    },
  });
}

/** Events that show a finding are symptoms, at the time that they bear. */
function momentsOf({ evidence }: StorageFinding, cited: readonly (string | number)[]): readonly Moment[] {
  const places = cited.filter((place) => typeof place === 'number');
  return evidence.flatMap(({ source, object, text, time }): readonly Moment[] => {
    const at = Date.parse(time ?? '');
    return source !== 'event' || Number.isNaN(at)
      ? []
      : [{ at, kind: 'symptom', what: text, object, evidence: places }];
  });
}
