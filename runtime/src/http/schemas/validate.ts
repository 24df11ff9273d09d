import { HexaopsError, type Infer, type Schema } from '@hexaops/core';
import { compileCheck, printPath } from '../../schema/violation.ts';

/** Gives the body its type, or raises `input-invalid` with the path of the first mistake and what was expected there. */
export type ValidateBody<T> = (body: unknown) => T;

export function validateBody<const S extends Schema>(schema: S): ValidateBody<Infer<S>> {
  const check = compileCheck(schema, 'first');
  return (body) => {
    const [violation] = check(body);
    if (violation === undefined) return body as Infer<S>;
    const path = printPath(violation.path);
    throw new HexaopsError('input-invalid', `the body is not what this path takes: ${path} ${violation.message}`, {
      nextStep: 'correct the body; docs/http.md shows every form of it',
      details: { path, expected: violation.message },
    });
  };
}
