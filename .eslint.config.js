import i18n from '@intlify/eslint-plugin-vue-i18n'
import vue from 'eslint-plugin-vue'
import tseslint from 'typescript-eslint'

/** Import zones, the second of three guards (project references are the first, tests/architecture.spec.ts the third). */
const zone = (files, patterns) => ({
  files,
  rules: { 'no-restricted-imports': ['error', { patterns: [{ group: patterns, message: 'See "what may import what" in the README.' }] }] },
})

export default tseslint.config(
  { ignores: ['dist/**', 'node_modules/**', 'data*/**', 'tests/output/**'] },
  ...tseslint.configs.recommended,
  ...vue.configs['flat/recommended'],
  {
    files: ['**/*.vue'],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
  },
  {
    plugins: { '@intlify/vue-i18n': i18n },
    settings: { 'vue-i18n': { localeDir: 'src/client/i18n/messages/**/*.json', messageSyntaxVersion: '^11.0.0' } },
  },
  {
    files: ['src/client/**/*.vue'],
    rules: {
      '@intlify/vue-i18n/no-raw-text': ['error', { ignorePattern: '^[-–—·:/+%×.,()\\s\\d]*$' }],
      '@intlify/vue-i18n/no-missing-keys': 'error',
    },
  },
  {
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      'vue/multi-word-component-names': 'off',
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      'vue/html-self-closing': 'off',
      'vue/html-indent': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/first-attribute-linebreak': 'off',
      'vue/attributes-order': 'off',
      'vue/require-default-prop': 'off',
      'vue/no-template-shadow': 'error',
      'vue/no-v-html': 'error',
    },
  },
  { files: ['src/client/**', 'src/server/**'], ignores: ['src/server/main.ts', 'src/server/tasks/**'], rules: { 'no-console': 'error' } },
  zone(['src/domain/**'], ['#protocol/*', '**/client/**', '**/server/**', 'node:*', 'vue', 'dexie', 'hono*', 'kysely']),
  zone(['src/protocol/**'], ['**/client/**', '**/server/**', 'node:*', 'vue', 'dexie', 'hono*', 'kysely']),
  zone(['src/client/**/*.vue'], ['**/db/**', '**/view/**', '**/sync/**', '**/vault/**', '**/http/**', 'dexie', '**/server/**']),
  zone(['src/client/**/*.ts'], ['**/server/**', 'node:*', 'hono*', 'kysely']),
  zone(['src/server/routes/**', 'src/server/middleware/**', 'src/server/sync/**', 'src/server/*.ts'], ['kysely', '**/client/**']),
  zone(['src/service-worker/**'], ['#*', '**/client/**', '**/server/**', 'vue', 'dexie']),
)
