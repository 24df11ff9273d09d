/** Reading of JSON whose shape nobody vouches for: what does not fit is left out. */
export type Fields = Readonly<Record<string, unknown>>;

export function fieldsOf(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}

export function entriesOf<T>(
  value: unknown,
  read: (fields: Fields, key: string) => T | undefined,
): Map<string, T> | undefined {
  const fields = fieldsOf(value);
  if (fields === undefined) return undefined;
  return new Map(
    Object.entries(fields).flatMap(([key, entry]): [string, T][] => {
      const inner = fieldsOf(entry);
      const result = inner === undefined ? undefined : read(inner, key);
      return result === undefined ? [] : [[key, result]];
    }),
  );
}

export function listOf<T>(value: unknown, read: (fields: Fields) => T | undefined): T[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.flatMap((element: unknown) => {
    const fields = fieldsOf(element);
    const result = fields === undefined ? undefined : read(fields);
    return result === undefined ? [] : [result];
  });
}

export function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((element) => typeof element === 'string') : [];
}

/** The field as text; undefined for anything else. */
export function text(fields: Fields, name: string): string | undefined {
  const value = fields[name];
  return typeof value === 'string' ? value : undefined;
}

export function number(fields: Fields, name: string): number | undefined {
  const value = fields[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

export function date(fields: Fields, name: string): Date | undefined {
  const value = new Date(text(fields, name) ?? NaN);
  return Number.isNaN(value.getTime()) ? undefined : value;
}
