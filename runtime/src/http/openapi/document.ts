import type { Schema } from '@hexaops/core';
import { problem } from './answers.ts';
import { type Operation, operations } from './operations.ts';

/**
 * The OpenAPI 3.1 document of the service. Bodies are the very schemas that validate them; parts of events are those of
 * docs/events.schema.json, which is given here as `events`.
 */
export function openApiDocument(version: string, events: Schema): Schema {
  const { $defs = {}, $schema: _, ...event } = events;
  const schemas = {
    RunEvent: event,
    ...($defs as Readonly<Record<string, Schema>>),
    problem: { ...problem, description: 'RFC 9457, with this service’s code and what to do next' },
  };
  const paths = Map.groupBy(operations, ({ path }) => path);
  return referring({
    openapi: '3.1.1',
    info: { title: 'Hexaops', version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    security: [{ token: [] }],
    paths: Object.fromEntries(
      [...paths].map(([path, all]) => [path, Object.fromEntries(all.map((each) => [each.method, operation(each)]))]),
    ),
    components: {
      schemas,
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'the control plane’s internal token',
        },
        alertSender: { type: 'http', scheme: 'bearer', description: 'a credential for alerts alone' },
      },
    },
  });
}

function operation({
  id,
  summary,
  security,
  path,
  query = {},
  body,
  isBodyOptional,
  answers,
  streams,
}: Operation): Schema {
  const parameters = [
    ...[...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
      name,
      in: 'path',
      required: true,
      schema: { type: 'string' },
    })),
    ...Object.entries(query).map(([name, schema]) => ({ name, in: 'query', schema })),
  ];
  return {
    operationId: id,
    summary,
    ...(security === 'none' && { security: [] }),
    ...(security === 'alert-sender' && { security: [{ alertSender: [] }] }),
    ...(parameters.length > 0 && { parameters }),
    ...(body !== undefined && {
      requestBody: { required: isBodyOptional !== true, content: { 'application/json': { schema: body } } },
    }),
    responses: {
      ...Object.fromEntries(
        Object.entries(answers).map(([status, schema]) => [status, answer(Number(status), schema, streams)]),
      ),
      default: {
        description: 'what is wrong, and what to do',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/problem' } } },
      },
    },
  };
}

function answer(status: number, schema: Schema | null, streams = false): Schema {
  if (schema === null) return { description: 'done' };
  const description = status === 202 ? 'taken; it goes on' : status === 503 ? 'not now' : 'the answer';
  const stream = { 'text/event-stream': { schema: { type: 'string' } } };
  return { description, content: { 'application/json': { schema }, ...(streams && status === 200 && stream) } };
}

/** References to events, turned into ones inside the document. */
function referring<T>(value: T): T {
  if (Array.isArray(value)) return value.map(referring) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [
      key,
      key === '$ref' && typeof part === 'string' ? target(part) : referring(part),
    ]),
  ) as T;
}

function target(reference: string): string {
  if (reference === 'events.schema.json') return '#/components/schemas/RunEvent';
  return reference.replace(/^(events\.schema\.json)?#\/\$defs\//, '#/components/schemas/');
}
