import { type Candidate, HexaopsError, type Resolver, type ToolContext } from '@hexaops/core';
import type { LogAccess, QueryOf } from '../logs/log-access.ts';
import { servicesQuery } from '../query/services.ts';

/** What has written lines, and what events are about, by their names alone: no objects of the cluster. */
const service = 'LoggedService';
const object = 'LoggedObject';
const day = 86_400_000;
const most = 10;

const kindWord = 'service|app|application|workload|component|microservice|container';
const form = new RegExp(
  `^(?:(?:${kindWord})\\s+)?["'\`]?(.+?)["'\`]?(?:\\s+(?:${kindWord}))?(?:\\s+(?:in|from)\\s+(?:the\\s+)?(?:(?:namespace|ns|project)\\s+)?([a-z0-9-]+)(?:\\s+(?:namespace|ns|project))?)?$`,
  'i',
);

/**
 * Finds the name in the logs of the last day. What is not among them is taken as it was written: who has been silent for a
 * day may have written before, and the answer says where there is nothing.
 */
export function logResolver(access: LogAccess): Resolver {
  return {
    id: 'logs',
    kinds: [service, object],
    async resolve(words, kinds, context): Promise<readonly Candidate[]> {
      const [, written = words, namespace] = form.exec(words.trim().slice(0, 300)) ?? [];
      const name = written.toLowerCase().replaceAll(/\s+/g, '-');
      const place = namespace === undefined ? {} : { namespace: namespace.toLowerCase() };
      if (kinds.includes(object)) return [{ kind: object, ...place, name, match: 'exact' }];
      if (!kinds.includes(service)) return [];
      const known = await servicesOf(access, context);
      const near = known.filter((each) => each !== name && (each.includes(name) || name.includes(each)));
      if (known.includes(name) || near.length === 0) return [{ kind: service, ...place, name, match: 'exact' }];
      return near.slice(0, most).map((each) => ({ kind: service, ...place, name: each, match: 'near' }));
    },
  };
}

/** None where the logs cannot be read: the search itself will say so. */
async function servicesOf(access: LogAccess, context: ToolContext): Promise<readonly string[]> {
  const now = context.now();
  const make: QueryOf = (...what) => servicesQuery(...what);
  try {
    const { rows } = await access.ask(access.settings.defaultSource, make, { from: now - day, to: now }, context);
    return rows.map((row) => String(row['service_']).toLowerCase()).filter((name) => /^[^\s/]{2,200}$/.test(name));
  } catch (error) {
    if (context.signal.aborted || !HexaopsError.is(error)) throw error;
    return [];
  }
}
