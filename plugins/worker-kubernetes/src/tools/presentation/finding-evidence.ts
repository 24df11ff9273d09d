import { type EvidenceDraft, type Finding, HexaopsError, nameOfObject } from '@hexaops/core';
import { resources } from '../../cluster/index.ts';
import type { DiagnosedFinding } from '../../diagnosis/index.ts';
import type { EvidenceReference } from '../../facts/fact.ts';
import type { Queries } from './queries.ts';
import { boundedTable, type Row } from './table.ts';

/** Pieces of evidence of one diagnosis; what more there is stays with the findings that come last. */
const mostPieces = 60;

const titles: Readonly<Record<EvidenceReference['source'], string>> = {
  alert: 'alerts about',
  event: 'events of',
  log: 'log of',
  metric: 'measurements of',
  object: 'state of',
  probe: 'connections to',
  unit: 'services of',
};

interface Piece {
  readonly reference: EvidenceReference;
  readonly rows: Row[];
}

/** Collects what shows findings: one piece of evidence for each object and way of looking at it. */
export class FindingEvidence {
  readonly #queries: Queries;
  readonly #pieces = new Map<string, Piece>();
  readonly #offset: number;

  /** `offset` pieces of evidence stand before those that are collected here. */
  constructor(queries: Queries, offset: number) {
    this.#queries = queries;
    this.#offset = offset;
  }

  /** The finding with the indexes of its evidence, of which `drafts` are those from `offset` on. */
  add({ evidence, ...finding }: DiagnosedFinding): Finding {
    const places = evidence.map((reference) => this.#place(reference)).filter((place) => place >= 0);
    return { ...finding, evidence: [...new Set(places)].map((place) => place + this.#offset) };
  }

  drafts(byteCap: number): readonly EvidenceDraft[] {
    return [...this.#pieces.values()].map(({ reference, rows }) => ({
      source: this.#queries.system,
      query: this.#describedQuery(reference),
      title: `${titles[reference.source]} ${nameOfObject(reference.object)}`,
      ...boundedTable({ columns: ['seen', 'time'], rows }, byteCap, 'ask for a description of the object'),
    }));
  }

  /** The place of its piece; -1 where there is no room for another one. */
  #place(reference: EvidenceReference): number {
    const { source, object, text, time } = reference;
    const key = `${source} ${nameOfObject(object)}`;
    const known = this.#pieces.get(key);
    if (known === undefined && this.#pieces.size >= mostPieces) return -1;
    const piece = known ?? { reference, rows: [] };
    if (known === undefined) this.#pieces.set(key, piece);
    if (!piece.rows.some(([seen]) => seen === text)) piece.rows.push([text, time ?? null]);
    return [...this.#pieces.keys()].indexOf(key);
  }

  /** Names in a recording may be such as no cluster has. */
  #describedQuery(reference: EvidenceReference): string {
    try {
      return this.#queryOf(reference);
    } catch (error) {
      if (HexaopsError.is(error, 'input-invalid')) return `${reference.source} ${nameOfObject(reference.object)}`;
      throw error;
    }
  }

  #queryOf({ source, object }: EvidenceReference): string {
    const { namespace = 'default', name } = object;
    const kind = resources.find((resource) => resource.kind === object.kind)?.kind;
    switch (source) {
      case 'event':
        return this.#queries.eventsOf(object.namespace, name);
      case 'log':
        return kind === 'Pod'
          ? this.#queries.log({ namespace, pod: name })
          : this.#queries.list('Pod', object.namespace);
      case 'object':
        return kind === undefined ? `${object.kind} ${name}` : this.#queries.get(kind, object.namespace, name);
      case 'alert':
      case 'metric':
      case 'probe':
      case 'unit':
        return this.#queries.recorded(source, name);
    }
  }
}
