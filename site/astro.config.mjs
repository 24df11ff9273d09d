import { readFile } from 'node:fs/promises';
import { satteri } from '@astrojs/markdown-satteri';
import starlight from '@astrojs/starlight';
import { defineConfig, passthroughImageService } from 'astro/config';

/** Made by build.ts, with the pages. */
const sidebar = JSON.parse(await readFile(new URL('dist/sidebar.json', import.meta.url), 'utf8'));

export default defineConfig({
  outDir: './dist/html',
  publicDir: './dist/files',
  image: { service: passthroughImageService() },
  trailingSlash: 'ignore',
  // Quotes stay as they are written: many are values of configurations.
  markdown: { processor: satteri({ features: { smartPunctuation: false } }) },
  integrations: [
    starlight({
      title: 'Hexaops',
      customCss: ['./src/style.css'],
      credits: false,
      pagination: false,
      tableOfContents: { minHeadingLevel: 2, maxHeadingLevel: 3 },
      sidebar,
    }),
  ],
});
