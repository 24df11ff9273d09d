import { canonicalText, isJsonObject } from '../json.ts';
import type { JsonObject, JsonValue } from '../json.ts';

/** RFC 7396. Neither argument is changed; what is unchanged is shared with the target. */
export function applyMergePatch(target: JsonValue | undefined, patch: JsonValue): JsonValue {
  if (!isJsonObject(patch)) return patch;
  const merged: JsonObject = isJsonObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key];
    else merged[key] = applyMergePatch(merged[key], value);
  }
  return merged;
}

/** The RFC 7396 patch that turns `from` into `to`. Neither may hold a null member: the format cannot say one. */
export function differenceAsMergePatch(from: JsonObject, to: JsonObject): JsonObject {
  const patch: JsonObject = {};
  for (const key of Object.keys(from)) if (!(key in to)) patch[key] = null;
  for (const [key, value] of Object.entries(to)) {
    const before = from[key];
    if (canonicalText(before) === canonicalText(value) && before !== undefined) continue;
    patch[key] = isJsonObject(before) && isJsonObject(value) ? differenceAsMergePatch(before, value) : value;
  }
  return patch;
}
