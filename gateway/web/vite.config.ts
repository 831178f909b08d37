import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// `npm run dev` serves the sources here and takes everything else from a running gateway.
const gateway = process.env.CRM_DEV_GATEWAY ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [react()],
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
    rollupOptions: {
      output: {
        advancedChunks: {
          groups: [
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/ },
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
