import { descriptions } from './descriptions.ts';

/** The form, each key of it with what is said of its path. */
export function described<Form extends object>(form: Form): Form {
  return withDescriptions(form, '') as Form;
}

function withDescriptions(part: object, path: string): object {
  const entries = Object.entries(part).map(([keyword, value]: [string, unknown]) => {
    if (!isRecord(value)) return [keyword, value];
    if (keyword === 'additionalProperties') return [keyword, withDescriptions(value, `${path}.NAME`)];
    if (keyword === 'items') return [keyword, withDescriptions(value, `${path}[]`)];
    if (keyword !== 'properties') return [keyword, value];
    const properties = Object.entries(value).map(([name, property]) => [
      name,
      isRecord(property) ? withDescriptions(property, path === '' ? name : `${path}.${name}`) : property,
    ]);
    return [keyword, Object.fromEntries(properties)];
  });
  const description = descriptions[path];
  return { ...Object.fromEntries(entries), ...(description !== undefined && { description }) };
}

function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
