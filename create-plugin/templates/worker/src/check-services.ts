import { defineReadTool, type ReadTool } from '@hexaops/core';
import { evidenceOf, FindingEvidence, findingsOf, type ShownFact } from '@hexaops/core/diagnosis';
import type { ServiceStatus, StatusPage } from './status-page.ts';

/** Reads the services, and says by the rules of `rules/diagnose` what is wrong with them. */
export function checkServices(page: StatusPage): ReadTool {
  return defineReadTool({
    name: 'check-services',
    worker: 'my-plugin',
    description:
      'Lists the services of the status page with their state and latency, and says what is wrong with them.',
    input: {
      type: 'object',
      additionalProperties: false,
      properties: { service: { type: 'string', maxLength: 200, description: 'Only the service of this name.' } },
    },
    async execute({ service }, { signal, byteCap, rules, caller }) {
      const all = await page.services(signal);
      const services = service === undefined ? all : all.filter(({ name }) => name === service);
      const shown = new FindingEvidence<'page'>({
        system: 'status-page',
        titles: { page: 'state of' },
        queryOf: () => page.source,
        offset: 1,
      });
      const found = findingsOf(services.map(factOf), rules, caller.workspace);
      const findings = found.map((finding) => shown.add(finding));
      const rows = services.map(({ name, status, latencyMilliseconds }) => [name, status, latencyMilliseconds]);
      const table = {
        source: 'status-page',
        query: page.source,
        title: `${services.length} services`,
        content: { kind: 'table' as const, columns: ['service', 'status', 'latency in ms'], rows },
        more: 'ask for one "service"',
      };
      return { evidence: [table, ...shown.drafts(byteCap)], findings };
    },
  });
}

/** A fact is what rules look at: small, plain, with what shows it. */
function factOf({ name, status, latencyMilliseconds }: ServiceStatus): ShownFact<'page'> {
  const object = { kind: 'Service', name };
  const seen = `${status}, ${latencyMilliseconds} ms`;
  return { fact: 'service-status', object, status, latencyMilliseconds, evidence: [evidenceOf('page', object, seen)] };
}
