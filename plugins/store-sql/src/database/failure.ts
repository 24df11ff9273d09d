import { HexaopsError } from '@hexaops/core';
import { sqliteCodeOf } from './sqlite/result-code.ts';

/**
 * What went wrong in the database, as the project's error: `store-unavailable` where the database or the way to it failed,
 * `internal` where it refused a statement. Its cause is made anew from code and message: what a driver's error carries
 * beside them may hold values of rows.
 */
export function failureOf(error: unknown, label: string): HexaopsError {
  if (HexaopsError.is(error)) return error;
  const { code, reason } = describe(error);
  const cause = new Error(code === undefined ? reason : `${code}: ${reason}`);
  if (refusedStatement(error, code)) {
    return new HexaopsError('internal', `${label} refused a statement: ${reason}`, { cause });
  }
  return new HexaopsError('store-unavailable', `${label} cannot be used now: ${reason}`, {
    cause,
    nextStep: nextStepOf(code),
  });
}

function describe(error: unknown): { readonly code: string | undefined; readonly reason: string } {
  if (!(error instanceof Error)) return { code: undefined, reason: String(error) };
  // A connection that was tried at several addresses has an error for each, and no words of its own.
  if (error instanceof AggregateError && error.message === '') return describe(error.errors[0]);
  const sqliteCode = sqliteCodeOf(error);
  if (sqliteCode !== undefined) return { code: `SQLITE_${sqliteCode}`, reason: error.message };
  return { code: 'code' in error && typeof error.code === 'string' ? error.code : undefined, reason: error.message };
}

const sqlstate = /^[0-9A-Z]{5}$/;
/** Classes of SQLSTATE that blame the statement or its values: data, integrity, syntax; rights are in the last one, too. */
const statementClasses = ['22', '23', '42'];
const insufficientPrivilege = '42501';
/** SQLite: generic error (a wrong statement), too big, constraint, mismatch, misuse, out of range. */
const statementCodes = ['SQLITE_1', 'SQLITE_18', 'SQLITE_19', 'SQLITE_20', 'SQLITE_21', 'SQLITE_25'];

function refusedStatement(error: unknown, code: string | undefined): boolean {
  if (error instanceof TypeError || error instanceof RangeError) return true;
  if (code === undefined || code === insufficientPrivilege) return false;
  return statementCodes.includes(code) || (sqlstate.test(code) && statementClasses.includes(code.slice(0, 2)));
}

const nextSteps: Readonly<Record<string, string>> = {
  SQLITE_3: 'let the service read and write the file and its directory',
  SQLITE_5: 'another process holds the file: use one process for a file, or Postgres for several',
  SQLITE_8: 'let the service read and write the file and its directory',
  SQLITE_11: 'the file is damaged: restore it from a backup',
  SQLITE_13: 'make room on the disk',
  SQLITE_14: 'let the service read and write the file and its directory',
  SQLITE_26: 'name a file that is a SQLite database, or one that is not there yet',
  EACCES: 'let the service read and write the file and its directory',
  EROFS: 'put the file on a volume that can be written',
  EISDIR: 'name a file, not a directory',
  ENOTDIR: 'name a file in a directory',
  '28P01': 'check the user and the password',
  '28000': 'check the user, and what the server lets in from here',
  '3D000': 'create the database, or correct its name',
  '42501': 'give the role the right to use and, at start, to create the tables',
  '25006': 'connect to the primary: this server only reads',
  '57014': 'the statement took too long: look at the load of the database',
  '55P03': 'a lock was held for too long: look at the load of the database',
};

function nextStepOf(code: string | undefined): string {
  return (
    nextSteps[code ?? ''] ??
    'see that the database runs and can be reached from here; the store connects again by itself'
  );
}
