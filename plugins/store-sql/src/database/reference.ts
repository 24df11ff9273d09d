/** SQLSTATE of a reference to a row that is not there any more. In SQLite nobody deletes one while a transaction writes. */
const foreignKeyViolation = '23503';

/** Does the work; raises `absent()` where a row to which it refers was deleted at this very moment. */
export async function whileThere<T>(work: Promise<T>, absent: () => Error): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === foreignKeyViolation) throw absent();
    throw error;
  }
}
