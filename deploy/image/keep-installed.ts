/**
 * Reads a CycloneDX list of all packages of the lockfile from standard input, and writes what of it stands under
 * `./node_modules`, and the packages that are named: those of which something is in the image all the same. (npm's own
 * `--omit` leaves out packages that something optional needs too.)
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Component {
  readonly 'bom-ref': string;
  readonly name: string;
  readonly purl: string;
}

interface Dependency {
  readonly ref: string;
  readonly dependsOn?: readonly string[];
}

const list = JSON.parse(readFileSync(0, 'utf8')) as {
  readonly components: readonly Component[];
  readonly dependencies: readonly Dependency[];
};
const installed = new Set(packagesIn('node_modules'));
const named = process.argv.slice(2);
const components = list.components
  // npm calls packages of this repository by their folders.
  .map((component) => ({ ...component, name: nameOf(component) }))
  .filter(({ name, purl }) => named.includes(name) || installed.has(withoutQuery(purl)));
const missing = named.filter((name) => !components.some((component) => component.name === name));
if (missing.length > 0) throw new Error(`the lockfile does not know ${missing.join(', ')}`);
const kept = new Set(components.map((component) => component['bom-ref']));
const dependencies = list.dependencies
  .filter(({ ref }) => kept.has(ref))
  .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((other) => kept.has(other)) }));
process.stdout.write(`${JSON.stringify({ ...list, components, dependencies }, null, 1)}\n`);

function nameOf({ purl }: Component): string {
  return withoutQuery(purl).replace(/^pkg:npm\/(.*)@[^@]*$/, '$1');
}

function withoutQuery(purl: string): string {
  return decodeURIComponent(purl.split('?')[0] ?? '');
}

/** As package URLs. */
function packagesIn(modules: string): readonly string[] {
  if (!existsSync(modules)) return [];
  const names = readdirSync(modules).filter((name) => !name.startsWith('.'));
  const directories = names.flatMap((name) =>
    name.startsWith('@') ? readdirSync(join(modules, name)).map((part) => join(name, part)) : [name],
  );
  return directories.flatMap((directory) => {
    const { name, version } = JSON.parse(readFileSync(join(modules, directory, 'package.json'), 'utf8')) as {
      readonly name: string;
      readonly version: string;
    };
    return [`pkg:npm/${name}@${version}`, ...packagesIn(join(modules, directory, 'node_modules'))];
  });
}
