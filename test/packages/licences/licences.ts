import { join } from 'node:path';
import satisfies from 'spdx-satisfies';
import { outsidePackages, publishedWorkspaces, readJson, repository } from '../workspaces.ts';
import { dependenciesOf, type Dependency, type Lockfile, type Root } from './locked.ts';

/** Licences that ask for no more than that they and the names of the authors come along. */
export const allowed: readonly string[] = [
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'PSF-2.0',
  'Unlicense',
  'Zlib',
];

/** What the console's page is built from is in the package, though nothing of it is installed. */
const builtIn: Readonly<Record<string, readonly string[]>> = {
  '@hexaops/console': ['eventsource-parser', 'marked', 'react', 'react-dom', 'uplot'],
};

/** What comes along with the packages that are published. */
export async function publishedDependencies(): Promise<readonly Dependency[]> {
  const roots = (await publishedWorkspaces()).map(({ folder, manifest: { name } }): Root => ({
    name,
    path: folder,
    builtIn: builtIn[name] ?? [],
  }));
  const others = (await outsidePackages()).map(async ({ folder, manifest: { name } }) =>
    dependenciesOf(await lockfileOf(folder), [{ name, path: '' }]),
  );
  return merged([...dependenciesOf(await lockfileOf('.'), roots), ...(await Promise.all(others)).flat()]);
}

const lockfileOf = async (folder: string): Promise<Lockfile> =>
  readJson<Lockfile>(join(repository, folder, 'package-lock.json'));

/** Those whose licence does not let everybody use them as they use ours, with the expression that says so. */
export function refused(dependencies: readonly Dependency[]): readonly string[] {
  return dependencies
    .filter(({ licence }) => !isAllowed(licence))
    .map(({ name, version, licence, of }) => `${name}@${version} (${licence}), of ${of.join(', ')}`);
}

function isAllowed(licence: string): boolean {
  try {
    return satisfies(licence, allowed);
  } catch {
    // No expression of SPDX: nobody has said what it allows.
    return false;
  }
}

function merged(dependencies: readonly Dependency[]): readonly Dependency[] {
  return [...Map.groupBy(dependencies, ({ name, version }) => `${name}@${version}`)]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([, [first, ...rest]]) =>
      first === undefined ? [] : [{ ...first, of: [first, ...rest].flatMap(({ of }) => of).toSorted() }],
    );
}
