import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The distinct expressions of the corpus: what follows `eval instant at TIME` and its variants. */
export async function expressionsOf(directory: string): Promise<readonly string[]> {
  const files = (await readdir(directory)).filter((file) => file.endsWith('.test')).sort();
  const texts = await Promise.all(files.map((file) => readFile(join(directory, file), 'utf8')));
  const found = texts.flatMap((text) => [...text.matchAll(/^eval\w*\s+instant\s+at\s+\S+\s+(.+)$/gm)]);
  return [...new Set(found.map(([, expression = '']) => expression.trim()))];
}

/** The last sample's time, in milliseconds since the epoch. */
export const lastSample = Date.UTC(2024, 0, 2, 3);

/** Four series of each name for each workspace: the same labels, other values; a sample a minute for two hours. */
export function openMetricsOf(names: readonly string[], workspaces: readonly string[]): string {
  const lines: string[] = [];
  for (const name of names) {
    lines.push(`# TYPE ${name} unknown`);
    for (const [index, workspace] of workspaces.entries()) {
      for (const [instance, group] of [
        ['0', 'production'],
        ['1', 'production'],
        ['0', 'canary'],
        ['1', 'canary'],
      ] as const) {
        const labels = `workspace_id="${workspace}",job="api-server",instance="${instance}",group="${group}",le="${1 + Number(instance)}"`;
        for (let minute = 120; minute >= 0; minute -= 1) {
          const value = (120 - minute) * (1 + Number(instance)) + 1000 * index + (group === 'canary' ? 7 : 0);
          lines.push(`${name}{${labels}} ${value} ${lastSample / 1000 - minute * 60}`);
        }
      }
    }
  }
  return `${lines.join('\n')}\n# EOF\n`;
}
