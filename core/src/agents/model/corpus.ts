import type { Evidence } from '../../run/evidence.ts';
import { nameOfObject } from '../../run/finding.ts';
import type { RunState } from '../../run/state.ts';
import { seriesLine } from './digest.ts';
import { KnownWords } from './known-words.ts';

/** Everything that a run has read and found, as text in which numbers, names and ids are looked up. */
export interface Corpus {
  /**
   * Whether the word stands in it as a word of its own. Names are compared without regard to case. A number with its unit is one
   * word, `420ms`, in each way to write the unit, also where a column or a property says it: `latency_ms`.
   */
  has(word: string): boolean;
  /** Whether both stand in one row, line or object. */
  together(one: string, other: string): boolean;
  hasDate(month: number, day: number): boolean;
}

export function corpusOf({ evidence, findings }: Pick<RunState, 'evidence' | 'findings'>): Corpus {
  const known = new KnownWords();
  for (const { title, content } of evidence) {
    known.add(title);
    addContent(known, content);
  }
  for (const { cause, object, summary, remedy, confidence } of findings) {
    const percent = Math.round(confidence * 100);
    known.add(`${cause} ${nameOfObject(object)} ${percent}%`);
    known.addValue([object, summary, remedy?.description, percent]);
  }
  return known;
}

function addContent(known: KnownWords, content: Evidence['content']): void {
  switch (content.kind) {
    case 'text':
      for (const line of content.text.split('\n')) known.add(line);
      break;
    case 'table':
      known.add(content.columns.join(' '));
      for (const row of content.rows) known.addRow(row, content.columns);
      break;
    case 'object':
      known.addValue(content.object);
      break;
    case 'series':
      known.add(content.unit ?? '');
      for (const series of content.series) {
        known.addValue([
          series.labels,
          { [`${content.unit ?? ''} ${series.name}`]: series.points.map(([, value]) => value) },
        ]);
        // As a model is shown it, which says the same in other numbers.
        known.add(`${series.name} ${seriesLine(series, content.unit)}`);
      }
  }
}
