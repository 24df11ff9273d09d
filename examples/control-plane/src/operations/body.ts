import type { Context } from 'koa';
import { isJsonObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { Problem } from '../problem.ts';

/** The JSON object that a request carries; an absent body is an empty one. */
export function bodyOf(context: Context): JsonObject {
  const body = context.request.body ?? {};
  if (!isJsonObject(body)) throw new Problem(400, 'the body must be a JSON object');
  return body;
}

export function memberObject(body: JsonObject, name: string): JsonObject {
  const member = body[name] ?? {};
  if (!isJsonObject(member)) throw new Problem(400, `${name} must be an object`);
  return member;
}

export function memberText(body: JsonObject, name: string): string | undefined {
  const member = body[name];
  if (member === undefined || member === null) return undefined;
  if (typeof member !== 'string') throw new Problem(400, `${name} must be text`);
  return member;
}
