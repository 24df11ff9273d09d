import type { Kysely } from 'kysely';
import type { Tables } from '../database/tables.ts';

/** The position up to which every registered sink has the records; undefined where no sink is registered. */
export async function deliveredTo(database: Kysely<Tables>): Promise<number | undefined> {
  const { slowest } = await database
    .selectFrom('audit_sinks')
    .where('registered', '=', 1)
    .select((row) => row.fn.min('position').as('slowest'))
    .executeTakeFirstOrThrow();
  return slowest ?? undefined;
}
