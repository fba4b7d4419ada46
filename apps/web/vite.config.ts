import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';

const api = process.env.API_URL ?? 'http://127.0.0.1:3000';

export default defineConfig({
  plugins: [react()],
  // Our own packages are taken from source: one build, no stale copies.
  resolve: { conditions: ['@tradeyard/source', ...defaultClientConditions] },
  server: { proxy: { '/api': { target: api, ws: true, changeOrigin: true } } },
  build: {
    target: 'es2023',
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // Changes with a new version of the library only, so a returning visitor has it already.
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler|react-router)[\\/]/ },
            // The small parts that most pages are made of come in one file and not in thirty.
            {
              name: 'parts',
              test: /libs[\\/]ui[\\/]src[\\/](Asset|Change|Live|Number|Page|StatC|TableSk)|web[\\/]src[\\/](account|market|stream|pages[\\/]NameCell)/,
              minShareCount: 3,
              includeDependenciesRecursively: false,
            },
          ],
        },
      },
    },
  },
});
