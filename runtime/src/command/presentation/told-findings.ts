import { type Finding, type RunEvent, sameObject } from '@hexaops/core';

/** What was told of the findings of a run, for what its answer says otherwise. */
export class ToldFindings {
  readonly #told: Finding[] = [];
  #fromBeginning: boolean | undefined;

  take(event: RunEvent): void {
    this.#fromBeginning ??= event.sequence === 1;
    if (event.type === 'finding') this.#told.push(event.finding);
  }

  /**
   * What was told as it stood alone, and follows from another by the ranking of an answer, over all workers: told once. None
   * where the beginning of the run was not seen, for a ranking names findings by their places in all of it.
   */
  explainedBy({ ranking = [] }: Extract<RunEvent, { type: 'answer' }>): readonly Finding[] {
    if (this.#fromBeginning !== true) return [];
    return ranking.flatMap(({ finding: place, symptomOf }) => {
      const told = this.#told[place - 1];
      if (told === undefined || symptomOf === undefined) return [];
      if (told.symptomOf !== undefined && sameObject(told.symptomOf, symptomOf)) return [];
      const explained = { ...told, symptomOf };
      this.#told[place - 1] = explained;
      return [explained];
    });
  }
}
