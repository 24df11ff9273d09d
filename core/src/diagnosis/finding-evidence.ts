import { boundedTable, type Row } from '../run/bounded-content.ts';
import type { EvidenceDraft } from '../run/evidence.ts';
import { type Finding, nameOfObject } from '../run/finding.ts';
import { keyOfObject } from './object-key.ts';
import type { EvidenceReference, ShownFinding } from './shown-fact.ts';

/** Pieces of evidence of one diagnosis; what more there is stays with the findings that come last. */
const mostPieces = 60;

export interface FindingEvidenceOptions<Source extends string> {
  /** The system that is cited. */
  readonly system: string;
  /** Of each way of looking, how its piece is called before the object's name: `events of`. */
  readonly titles: Readonly<Record<Source, string>>;
  /** The exact query by which a person sees it again. */
  readonly queryOf: (reference: EvidenceReference<Source>) => string;
  /** Pieces of evidence that stand before those that are collected here. */
  readonly offset?: number;
}

interface Piece<Source extends string> {
  readonly place: number;
  readonly reference: EvidenceReference<Source>;
  readonly rows: Row[];
}

/** Collects what shows findings: one piece of evidence for each object and way of looking at it. */
export class FindingEvidence<Source extends string> {
  readonly #options: FindingEvidenceOptions<Source>;
  readonly #pieces = new Map<string, Piece<Source>>();

  constructor(options: FindingEvidenceOptions<Source>) {
    this.#options = options;
  }

  /** The finding with the indexes of its evidence, of which `drafts` are those from `offset` on. */
  add({ evidence, ...finding }: ShownFinding<Source>): Finding {
    const places = evidence.flatMap((reference) => this.#placeOf(reference) ?? []);
    return { ...finding, evidence: [...new Set(places)].map((place) => place + (this.#options.offset ?? 0)) };
  }

  drafts(byteCap: number): readonly EvidenceDraft[] {
    const { system, titles, queryOf } = this.#options;
    return [...this.#pieces.values()].map(({ reference, rows }) => ({
      source: system,
      query: queryOf(reference),
      title: `${titles[reference.source]} ${nameOfObject(reference.object)}`,
      ...boundedTable({ columns: ['seen', 'time'], rows }, byteCap, 'ask for a description of the object'),
    }));
  }

  /** Undefined where there is no room for another piece. */
  #placeOf(reference: EvidenceReference<Source>): number | undefined {
    const { source, object, text, time } = reference;
    const key = `${source} ${keyOfObject(object)}`;
    const known = this.#pieces.get(key);
    if (known === undefined && this.#pieces.size >= mostPieces) return undefined;
    const piece = known ?? { place: this.#pieces.size, reference, rows: [] };
    if (known === undefined) this.#pieces.set(key, piece);
    if (!piece.rows.some(([seen]) => seen === text)) piece.rows.push([text, time ?? null]);
    return piece.place;
  }
}
