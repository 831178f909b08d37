import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

// `npm run dev` serves the sources here and takes everything else from a running gateway.
const gateway = process.env.CRM_DEV_GATEWAY ?? 'http://127.0.0.1:8080';

/** Each chunk and what it brings along, styles too. */
const brought = new Map<string, ReadonlySet<string>>();
let first = '';
/** Icons and the like: their names in lists of what to fetch ahead were longer than some of them. */
const tiny = new Set<string>();
const TINY = 1500;
const findBrought: Plugin = {
  name: 'find-brought',
  generateBundle: {
    order: 'pre',
    handler(_options, bundle) {
      const follow = (name: string, found: Set<string>) => {
        const chunk = bundle[name];
        if (found.has(name) || chunk?.type !== 'chunk') return found;
        found.add(name);
        for (const style of chunk.viteMetadata?.importedCss ?? []) found.add(style);
        for (const imported of chunk.imports) follow(imported, found);
        return found;
      };
      for (const [name, chunk] of Object.entries(bundle)) {
        if (chunk.type !== 'chunk') continue;
        brought.set(name, follow(name, new Set()));
        if (chunk.code.length < TINY && !chunk.viteMetadata?.importedCss.size) tiny.add(name);
        if (chunk.isEntry) first = name;
      }
    },
  },
};

export default defineConfig({
  plugins: [react(), findBrought],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  server: {
    proxy: {
      '/v1': { target: gateway, ws: true },
      '/sign-in': gateway,
      '/sign-out': gateway,
      '/invite': gateway,
      '/docs': gateway,
      '/openapi.json': gateway,
    },
  },
  build: {
    target: 'es2022',
    chunkSizeWarningLimit: 700,
    // data: addresses would need holes in the content security policy.
    assetsInlineLimit: 0,
    modulePreload: {
      // What is there already need not be fetched ahead: lists of it were a tenth of some pages.
      resolveDependencies: (_file, needed, { hostId, hostType }) =>
        hostType === 'js'
          ? needed.filter(
              (name) => !tiny.has(name) && !brought.get(first)?.has(name) && !brought.get(hostId)?.has(name),
            )
          : needed,
    },
    rollupOptions: {
      output: {
        advancedChunks: {
          groups: [
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/ },
            // Every page needs it: in small pieces it travels worse.
            { name: 'base', test: /node_modules[\\/]@mantine[\\/]core[\\/]esm[\\/]core[\\/]/ },
            {
              name: 'vendor',
              test: /node_modules[\\/](@tanstack[\\/](?!react-virtual|virtual-core)|i18next|react-i18next|openapi-fetch)[\\/]/,
            },
          ],
        },
      },
    },
  },
});
