import { readdirSync } from 'node:fs';
import nx from '@nx/eslint-plugin';
import prettier from 'eslint-config-prettier';
import { createNodeResolver, importX } from 'eslint-plugin-import-x';
import reactHooks from 'eslint-plugin-react-hooks';
import { defineConfig, globalIgnores } from 'eslint/config';
import globals from 'globals';
import typescript from 'typescript-eslint';

const root = import.meta.dirname;
const typeScriptFiles = ['**/*.{ts,tsx}'];
const specs = ['**/*.spec.{ts,tsx,mjs}', '**/test/**'];

/** Which packages a package may use, besides npm's. Nx knows them by the tag in their package.json. */
const packages = {
  kernel: [],
  ledger: ['kernel'],
  trading: ['kernel', 'ledger'],
  daytrading: ['kernel', 'ledger', 'trading'],
  portfolio: ['kernel'],
  market: ['kernel'],
  ui: ['kernel'],
  'api-client': [],
  api: ['kernel', 'ledger', 'trading', 'daytrading', 'portfolio', 'market'],
  web: ['ui', 'api-client', 'kernel', 'trading', 'portfolio'],
  e2e: ['api-client', 'kernel'],
};

/** Which modules of the API a module may use, besides `platform` and, but for `platform`, `auth`. */
const modules = {
  platform: ['migrations'],
  migrations: [],
  auth: [],
  users: [],
  ledger: [],
  stream: [],
  'market-data': ['stream'],
  currency: ['market-data', 'ledger'],
  alerts: ['market-data', 'stream'],
  wallet: ['ledger', 'currency', 'users'],
  paper: ['ledger', 'market-data', 'currency', 'users'],
  trading: ['ledger', 'market-data', 'currency', 'stream', 'paper'],
  activities: ['ledger', 'market-data', 'currency', 'paper'],
  portfolio: ['ledger', 'market-data', 'currency', 'users', 'stream', 'paper', 'activities'],
  daytrading: ['ledger', 'trading'],
  admin: ['ledger', 'users', 'wallet', 'currency'],
};

const apiSource = `${root}/apps/api/src`;
for (const { name } of readdirSync(apiSource, { withFileTypes: true }).filter((entry) =>
  entry.isDirectory(),
)) {
  if (!(name in modules)) throw new Error(`eslint.config.js does not say what apps/api/src/${name} may use`);
}

const moduleZones = Object.entries(modules).map(([name, used]) => {
  const common = name === 'platform' ? [] : name === 'auth' ? ['platform'] : ['platform', 'auth'];
  const allowed = [name, ...common, ...used];
  return {
    target: `${apiSource}/${name}`,
    from: apiSource,
    except: allowed.map((other) => `./${other}`),
    message: `apps/api/src/${name} may use only ${allowed.join(', ')} (see the table in eslint.config.js).`,
  };
});

const noFloatingMoney = {
  'no-restricted-globals': [
    'error',
    { name: 'parseFloat', message: 'Money, prices and rates are exact: use parseDecimal.' },
  ],
  'no-restricted-properties': [
    'error',
    {
      object: 'Number',
      property: 'parseFloat',
      message: 'Money, prices and rates are exact: use parseDecimal.',
    },
    { property: 'toFixed', message: 'It rounds a binary fraction: use formatMinor or formatDecimal.' },
    { property: 'toPrecision', message: 'It rounds a binary fraction: use formatDecimal.' },
  ],
};

const unusedVariables = {
  argsIgnorePattern: '^_',
  varsIgnorePattern: '^_',
  destructuredArrayIgnorePattern: '^_',
};

export default defineConfig(
  globalIgnores(['**/dist/', '**/coverage/', '**/test-results/', '**/*.gen.ts', '.nx/', '.data/']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.{js,mjs,ts,tsx}'],
    plugins: { '@nx': nx, 'import-x': importX },
    languageOptions: { globals: globals.node },
    settings: {
      // Without parsers no-cycle looks into no TypeScript file and finds nothing.
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts', '.tsx'] },
      'import-x/extensions': ['.ts', '.tsx', '.js', '.mjs'],
      'import-x/resolver-next': [
        createNodeResolver({
          extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'],
          extensionAlias: { '.js': ['.ts', '.tsx', '.js'] },
          conditionNames: ['@tradeyard/source', 'types', 'import', 'default'],
        }),
      ],
    },
    rules: {
      eqeqeq: 'error',
      'no-console': 'off',
      'max-lines': ['error', { max: 300 }],
      'max-lines-per-function': ['error', { max: 70 }],
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      'import-x/no-restricted-paths': ['error', { zones: moduleZones }],
    },
  },
  {
    // What the compiler finds in TypeScript.
    files: ['**/*.{js,mjs}'],
    rules: {
      'no-const-assign': 'error',
      'no-dupe-keys': 'error',
      'no-fallthrough': 'error',
      'no-undef': 'error',
      'no-unreachable': 'error',
      'no-unused-vars': ['error', unusedVariables],
      'no-var': 'error',
      'prefer-const': 'error',
    },
  },
  {
    files: typeScriptFiles,
    extends: [typescript.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: root } },
    rules: {
      '@typescript-eslint/consistent-type-definitions': ['error', 'type'],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // A Nest module is a class for its name's sake.
      '@typescript-eslint/no-extraneous-class': ['error', { allowEmpty: true, allowWithDecorator: true }],
      // A DTO's class is its shape in the document; answers are plain objects of that shape.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-unused-vars': ['error', unusedVariables],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // `items.map(OrderDto.from)`: what is static here is a function that lives with its class.
      '@typescript-eslint/unbound-method': ['error', { ignoreStatic: true }],
      'no-restricted-syntax': [
        'error',
        { selector: 'TSEnumDeclaration', message: 'Write a union of strings.' },
        { selector: 'TSModuleDeclaration[kind="namespace"]', message: 'A file is a module already.' },
      ],
    },
  },
  {
    files: ['apps/*/src/**', 'apps/*/test/**', 'libs/*/src/**'],
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        {
          enforceBuildableLibDependency: false,
          banTransitiveDependencies: true,
          // The scripts at the root are no package.
          allow: ['^(\\.\\./)+tools/'],
          depConstraints: Object.entries(packages).map(([name, used]) => ({
            sourceTag: `scope:${name}`,
            onlyDependOnLibsWithTags: [name, ...used].map((other) => `scope:${other}`),
          })),
        },
      ],
    },
  },
  {
    files: ['libs/{kernel,ledger,trading,portfolio}/src/**', 'apps/api/src/**'],
    ignores: ['apps/api/src/cli.ts'], // it writes seconds
    rules: noFloatingMoney,
  },
  {
    files: ['apps/web/**/*.{ts,tsx}', 'libs/ui/**/*.{ts,tsx}'],
    extends: [reactHooks.configs.flat.recommended],
    rules: { 'react-hooks/incompatible-library': 'off' }, // about React's compiler, which does not run here
  },
  { files: ['apps/web/public/**'], languageOptions: { globals: globals.browser } },
  {
    files: specs,
    rules: {
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-misused-spread': 'off',
      // What an answer's body holds is what a test is there to find out.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  prettier,
);
