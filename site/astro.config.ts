// Static pages, one stylesheet, one small script. The toolkit's build overrides the folders it writes to. Nothing here
// depends on what a site shows: what is compiled for one build serves the next.
import { defineConfig } from 'astro/config';

const cache = new URL('../node_modules/.cache/tocsin-site/', import.meta.url).pathname;

export default defineConfig({
  output: 'static',
  outDir: '../dist/site',
  cacheDir: `${cache}astro`,
  build: { format: 'preserve', inlineStylesheets: 'never', assets: 'assets' },
  trailingSlash: 'never',
  compressHTML: true,
  devToolbar: { enabled: false },
  vite: {
    cacheDir: `${cache}vite`,
    build: { assetsInlineLimit: 0 },
  },
});
