import { type ExitCode, exitCode } from '../../exit-code.ts';
import { type Io, print } from '../../io.ts';
import { type AuditOptions, openAuditPlace } from './access.ts';

export type AuditSchemaOptions = AuditOptions;

/** Prints the table and its accounts as statements for an administrator. Asks no server. */
export async function printAuditSchema(io: Io, options: AuditSchemaOptions): Promise<ExitCode> {
  await using place = await openAuditPlace(io, options);
  await print(io, place.reader.schema().trimEnd());
  return exitCode.done;
}
