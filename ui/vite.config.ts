import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

export default defineConfig(({ mode }) => ({
  base: './', // the page is served from tauri://localhost, with no fixed root
  plugins: [svelte()],
  resolve: {
    alias: { $lib: fileURLToPath(new URL('./src/lib', import.meta.url)) },
    // Vitest would otherwise pick Svelte's server build, which cannot mount.
    ...(mode === 'test' ? { conditions: ['browser'] } : {}),
  },
  server: { port: 5173, strictPort: true },
  clearScreen: false, // leaves the Rust compiler's messages on screen under `tauri dev`
  build: {
    target: 'safari17',
    assetsInlineLimit: 0, // the content security policy has no data: addresses
    modulePreload: { polyfill: false },
  },
  test: {
    testTimeout: 20_000, // whole views in jsdom, on a machine that compiles Rust beside it
    environment: 'jsdom',
    include: ['src/**/*.test.ts'],
    setupFiles: ['src/test-setup.ts'],
  },
}));
