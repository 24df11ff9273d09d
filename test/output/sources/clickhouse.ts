import { createServer } from 'node:http';
import { listen, type Listening, readBody } from './listen.ts';

const rows = 400;
const words = '\u{65e5}\u{672c}\u{8a9e} \u{1f98a} the quick brown fox';
const began = Date.parse('2026-03-01T10:00:00Z');
const animals = ['fox', 'dog', 'cat', 'owl', 'bee', 'ant', 'elk', 'hen', 'cow', 'pig'];

/** A ClickHouse whose tables are full, all of it of the workspace `shop`: it answers the columns that are selected. */
export async function verboseClickHouse(): Promise<Listening> {
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      const url = new URL(request.url ?? '/', 'http://clickhouse');
      const query = `${url.searchParams.get('query') ?? ''} ${body}`;
      const names = [...query.matchAll(/\bAS ([a-z]+_)\b/gi)].map(([, name = '']) => name);
      const limit = Number(url.searchParams.get('param_limit') ?? rows);
      response.setHeader('content-type', 'application/x-ndjson');
      const isBefore = Number(url.searchParams.get('param_to') ?? Infinity) < began;
      const count = names.length === 0 || isBefore ? 0 : Math.min(rows, limit);
      response.end(Array.from({ length: count }, (_, index) => `${JSON.stringify(rowOf(names, index))}\n`).join(''));
    });
  });
  return listen(server);
}

function rowOf(names: readonly string[], index: number): Readonly<Record<string, unknown>> {
  return Object.fromEntries(names.map((name) => [name, valueOf(name, index)]));
}

function valueOf(name: string, index: number): unknown {
  const [first = '', second = ''] = [animals[index % 10], animals[Math.floor(index / 10) % 10]];
  switch (name) {
    case 'workspace_':
      return 'shop';
    case 'level_':
      return 'error';
    case 'group_':
      return first;
    case 'service_':
      return `${first}-${second}`;
    case 'message_':
      return `${first} ${second} ${'very '.repeat(Math.floor(index / 100))}refused ${words}`;
    case 'count_':
    case 'lines_':
    case 'errors_':
      return index;
    default:
      return /time|at|first|last|start|end|bucket/.test(name) ? began + index * 10_000 : `${name}${index} ${words}`;
  }
}
