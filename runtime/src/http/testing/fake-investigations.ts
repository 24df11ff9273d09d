import {
  type AlertRecord,
  type AlertReception,
  type AlertReport,
  type Caller,
  HexaopsError,
  type Investigation,
  type InvestigationReport,
  type InvestigationService,
  type Recommendation,
} from '@hexaops/core';

const finding = {
  cause: 'zero-replicas',
  object: { kind: 'Deployment', namespace: 'shop', name: 'checkout' },
  severity: 'critical',
  confidence: 0.9,
  summary: 'checkout is scaled to zero',
  evidence: ['e1'],
  remedy: { description: 'Scale it.', tool: 'scale-deployment', arguments: { name: 'checkout', replicas: 1 } },
} as const;

/** One alert and one investigation of the workspace w1, and every report that was received. */
export class FakeInvestigations implements InvestigationService {
  readonly received: { readonly reports: readonly AlertReport[]; readonly allowed: readonly string[] | undefined }[] =
    [];

  async receive(reports: readonly AlertReport[], allowed?: readonly string[]): Promise<readonly AlertReception[]> {
    this.received.push({ reports, allowed });
    return reports.map(({ fingerprint, labels }) =>
      labels['tenant'] === 'nobody'
        ? { fingerprint, outcome: 'refused', reason: 'its labels name no workspace that is configured here' }
        : { fingerprint, outcome: 'begun' },
    );
  }

  async alerts({ workspace }: Caller, limit: number): Promise<readonly AlertRecord[]> {
    const alert: AlertRecord = {
      workspace,
      fingerprint: 'abcdef0123456789',
      status: 'firing',
      name: 'TargetDown',
      labels: { job: 'checkout' },
      annotations: {},
      startsAt: 0,
      firstSeenAt: 0,
      lastSeenAt: 1_000,
      fired: 1,
      firedLately: 1,
      countedFrom: 0,
    };
    return workspace === 'w1' ? [alert].slice(0, limit) : [];
  }

  async list({ workspace }: Caller, limit: number): Promise<readonly Investigation[]> {
    const investigation: Investigation = {
      id: 'i1',
      status: 'completed',
      title: 'Look at the shop',
      rule: 'trigger.look',
      createdAt: 0,
      finishedAt: 2_000,
      alert: { fingerprint: 'abcdef0123456789', name: 'TargetDown', labels: {}, annotations: {}, startsAt: 0 },
      outcome: { summary: finding.summary, objects: [finding.object], findings: [finding] },
    };
    return workspace === 'w1' ? [investigation].slice(0, limit) : [];
  }

  async report(caller: Caller, id: string): Promise<InvestigationReport> {
    const found = (await this.list(caller, 1)).find((each) => each.id === id);
    if (found === undefined) throw new HexaopsError('not-found', 'no such investigation');
    return {
      ...found,
      answer: { text: 'checkout is scaled to zero [e1]', citations: ['e1'] },
      findings: [finding],
      evidence: [],
      unavailable: [{ source: 'logs', reason: 'not installed here' }],
    };
  }

  async recommendations({ workspace }: Caller): Promise<readonly Recommendation[]> {
    return workspace === 'w1' ? [{ finding, investigation: 'i1', at: 2_000, ask: 'why is checkout failing?' }] : [];
  }
}
