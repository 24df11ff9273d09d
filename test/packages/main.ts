import { resolve } from 'node:path';
import { build, packAll } from './pack.ts';

// npm run pack -- DIRECTORY: builds, and packs what would be published.
const [directory] = process.argv.slice(2);
if (directory === undefined) {
  console.error('usage: npm run pack -- DIRECTORY');
  process.exit(2);
}
await build();
for (const { manifest, tarball, files } of await packAll(resolve(directory)))
  console.log(`${manifest.name} ${manifest.version}: ${files.length} files, ${tarball}`);
