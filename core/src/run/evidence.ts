/** Where content comes from, as far as trust goes. */
export type Taint =
  /** Written by the caller in this request. */
  | 'caller'
  /** Written by this project's code or the operator's configuration. */
  | 'trusted'
  /** Read from a source that anyone may have written to, or made by a model that has seen such. */
  | 'untrusted';

/** What a read brought back. A statement of an answer cites evidence, or it is not made. */
export interface Evidence {
  /** Unique in the run: `e1`, `e2`, ... */
  readonly id: string;
  readonly step: string;
  /** The system that was asked: `kubernetes`, `control-plane`, `support-bundle`. */
  readonly source: string;
  /** The exact query, so that a person can ask it again. */
  readonly query: string;
  /** RFC 3339; absent for a reading of the present state. */
  readonly timeRange?: { readonly from: string; readonly to: string };
  readonly title: string;
  readonly content: EvidenceContent;
  readonly truncated: boolean;
  /** What was left out and how to ask for it; present when truncated. */
  readonly omitted?: string;
  readonly taint: Taint;
  /** RFC 3339. */
  readonly readAt: string;
}

export type EvidenceContent =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'table';
      readonly columns: readonly string[];
      readonly rows: readonly (readonly (string | number | boolean | null)[])[];
    }
  | { readonly kind: 'object'; readonly object: unknown }
  /** What a chart draws. */
  | {
      readonly kind: 'series';
      /** Of all values: `cores`, `bytes`, `per second`, `share` (0 to 1), `seconds`. */
      readonly unit?: string;
      readonly series: readonly EvidenceSeries[];
    };

export interface EvidenceSeries {
  readonly name: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** `[milliseconds since the epoch, value]` in the order of time; `null` where there is no number: a gap. */
  readonly points: readonly (readonly [number, number | null])[];
}

/** Evidence as a tool gives it; the engine adds id, step, taint and time, and cuts what is over the byte cap. */
export type EvidenceDraft = Omit<Evidence, 'id' | 'step' | 'taint' | 'readAt' | 'truncated'> & {
  readonly truncated?: boolean;
  /** Which end of a text stays where it is cut: the first unless told. */
  readonly keep?: 'first' | 'last';
  /** How to ask for what is cut: `ask for one namespace`. By the names of the tool's arguments where there is none. */
  readonly more?: string;
};
