import { createServer } from 'node:http';
import { listen, type Listening, readBody } from './listen.ts';

/** Series over time: each has hundreds of points. */
const drawn = 6;
const listed = 120;
const words = '\u{65e5}\u{672c}\u{8a9e} \u{1f98a}';

/** A Prometheus that has much to say to every question, all of it of the workspace `shop`. */
export async function verbosePrometheus(): Promise<Listening> {
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      const url = new URL(request.url ?? '/', 'http://prometheus');
      const parameters = new URLSearchParams(body === '' ? url.search : body);
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ status: 'success', data: answerTo(url.pathname, parameters) }));
    });
  });
  return listen(server);
}

function answerTo(path: string, parameters: URLSearchParams): unknown {
  if (path.endsWith('/query_range'))
    return { resultType: 'matrix', result: labelled((index) => ({ values: course(parameters, index) }), drawn) };
  if (path.endsWith('/query')) {
    const time = Number(parameters.get('time'));
    return { resultType: 'vector', result: labelled((index) => ({ value: [time, String(index * 1.5)] })) };
  }
  if (path.endsWith('/series')) return labelled(() => ({})).map(({ metric }) => metric);
  if (path.endsWith('/alerts'))
    return {
      alerts: numbered((index) => ({ ...alert(index), state: 'firing', activeAt: '2026-03-01T11:00:00Z', value: '1' })),
    };
  if (path.endsWith('/rules')) {
    const rules = numbered((index) => ({
      type: 'alerting',
      name: `Rule${index}`,
      query: `up{workspace_id="shop"} == ${index}`,
      duration: 60,
      health: 'ok',
      state: 'firing',
      labels: { workspace_id: 'shop', severity: 'warning' },
      annotations: { summary: `${words} ${index}` },
      alerts: [{ ...alert(index), state: 'firing', activeAt: '2026-03-01T11:00:00Z', value: '1' }],
    }));
    return { groups: [{ name: 'shop', file: 'shop.yml', interval: 60, rules }] };
  }
  return numbered((index) => `label_${index}_${'x'.repeat(30)}`);
}

function alert(index: number) {
  return {
    labels: { alertname: `Rule${index}`, workspace_id: 'shop', namespace: 'shop', pod: `web-${index}` },
    annotations: { summary: `${words} ${index}` },
  };
}

/** Steady until two thirds, and then five times as much; and growing all the while. */
function course(parameters: URLSearchParams, index: number): readonly (readonly [number, string])[] {
  const [start, end, step] = ['start', 'end', 'step'].map((name) => Number.parseFloat(parameters.get(name) ?? '60'));
  const points: (readonly [number, string])[] = [];
  for (let time = start ?? 0; time <= (end ?? 0); time += step ?? 60) {
    const share = (time - (start ?? 0)) / Math.max(1, (end ?? 0) - (start ?? 0));
    points.push([time, String((share > 0.66 ? 5 : 1) * 100_000_000 * (1 + share / 10) + index)]);
  }
  return points;
}

function labelled<T extends object>(rest: (index: number) => T, count = listed) {
  return numbered(
    (index) => ({
      metric: {
        __name__: 'container_cpu_usage_seconds_total',
        workspace_id: 'shop',
        namespace: 'shop',
        pod: `web-hash2-${index}`,
        persistentvolumeclaim: index === 0 ? 'data-web' : `data-app-${index}`,
        reason: `${words} ${index}`,
      },
      ...rest(index),
    }),
    count,
  );
}

function numbered<T>(make: (index: number) => T, count = listed): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}
