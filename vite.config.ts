import { fileURLToPath } from 'node:url'
import vueI18n from '@intlify/unplugin-vue-i18n/vite'
import vue from '@vitejs/plugin-vue'
import { playwright } from '@vitest/browser-playwright'
import { VitePWA } from 'vite-plugin-pwa'
import { defineConfig } from 'vitest/config'
import { chromiumArgs, chromiumPath } from './tests/support/chromium.ts'

const version = process.env.npm_package_version ?? ''
const messages = fileURLToPath(new URL('src/client/i18n/messages/**/*.json', import.meta.url))
const icon = (file: string, sizes: string, purpose: string) => ({
  src: `/icons/${file}`,
  sizes,
  type: 'image/png',
  purpose,
})
const screenshot = (file: string, label: string) => ({
  src: `/screenshots/${file}`,
  sizes: '720x1480',
  type: 'image/png',
  form_factor: 'narrow' as const,
  label,
})
// What every start needs, in few files instead of thirty: a phone opens each from its cache one by one. First what stands
// at the door; then, while a PIN is typed, what an open phone is made of; then what it needs once it speaks.
const startGroups = [
  {
    name: 'vendor',
    test: /node_modules\/(@vue\/|vue\/|vue-router|vue-i18n|@intlify|pinia|dexie|valibot|uuid|@vueuse|@lucide)/,
  },
  {
    name: 'door',
    test: new RegExp(
      [
        'plugin-vue:export-helper',
        'src/domain/(command|member|period|permissions|problem|schema|tables|unit)\\.ts',
        'src/protocol/(paths|plainText|problem|session|version)\\.ts',
        'src/client/(http/(anySignal|api|gzip|http|loadOnce)|stores/\\w+|vault/\\w+|sync/whenIdle)\\.ts',
        'src/client/db/(base|connection|database|drafts|numbering|outbox|people|sentinel|storageProblem)\\.ts',
        'src/client/session/(actorOf|arrival|createSession|door|erasing|inside|opening|takeLeave|tryPin|unlessProblem|whoIsIn)\\.ts',
        'src/client/composables/(appOnPhone|focusHeading|wantedPlace|use(AppUpdate|AutoLock|BackCloses|Client|Door|InAppBrowser|Install|MissingScreen))\\.ts',
        'src/client/composables/use(ProblemText|Request|Shortcuts|Toast|Welcome|Wide)\\.ts',
        'src/client/components/(AppButton|BottomToast|FieldFrame|FieldNote|HelpLink|LogoMark|NoticeBar|PinPad|TabBar)\\.vue',
        'src/client/screens/(door/DoorPage|door/UpdateBar|frame/SkipLinks|unlock/UnlockScreen)\\.vue',
      ].join('|'),
    ),
  },
  {
    name: 'phone',
    test: /src\/(domain\/(?!restore)|protocol\/(sync|events|checksum)|client\/(composables|db|session|sync|view)\/(?!rare\/|exchange\/|watchdog|settling))/,
  },
  {
    name: 'exchange',
    test: /src\/client\/((sync|db)\/exchange\/|session\/settling)/,
  },
]
const isTest = process.env.VITEST !== undefined

export default defineConfig({
  plugins: [
    vue(),
    vueI18n({ include: [messages], runtimeOnly: true, compositionOnly: true, dropMessageCompiler: true }),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src/service-worker',
      filename: 'sw.ts',
      registerType: 'prompt',
      injectRegister: null,
      injectManifest: {
        globPatterns: ['**/*.{js,css,html,svg,png,webmanifest}'],
        globIgnores: ['screenshots/**'],
      },
      manifest: {
        id: '/',
        name: 'Tổ Số',
        short_name: 'Tổ Số',
        description: 'Sổ ghi việc của Tổ công nghệ số cộng đồng',
        lang: 'vi',
        start_url: '/',
        scope: '/',
        display: 'standalone',
        orientation: 'any',
        theme_color: '#0b3f91',
        background_color: '#ffffff',
        icons: [
          icon('icon-192.png', '192x192', 'any'),
          icon('icon-512.png', '512x512', 'any'),
          icon('maskable-512.png', '512x512', 'maskable'),
        ],
        screenshots: [
          screenshot('home.png', 'Hôm nay'),
          screenshot('record.png', 'Ghi lượt hỗ trợ'),
          screenshot('figures.png', 'Số liệu của phường'),
        ],
        shortcuts: [
          { name: 'Ghi lượt hỗ trợ', url: '/assists/new', icons: [icon('icon-192.png', '192x192', 'any')] },
          { name: 'Tìm người dân', url: '/residents', icons: [icon('icon-192.png', '192x192', 'any')] },
          { name: 'Chưa gửi', url: '/outbox', icons: [icon('icon-192.png', '192x192', 'any')] },
        ],
      },
    }),
  ],
  define: {
    __APP_VERSION__: JSON.stringify(version),
    __VUE_OPTIONS_API__: false,
    __VUE_PROD_DEVTOOLS__: false,
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: false,
    __VUE_I18N_FULL_INSTALL__: false,
    __VUE_I18N_LEGACY_API__: false,
    __INTLIFY_PROD_DEVTOOLS__: false,
  },
  build: {
    target: 'baseline-widely-available',
    modulePreload: { polyfill: false },
    sourcemap: false,
    rolldownOptions: { output: { codeSplitting: { groups: startGroups } } },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8080' } },
  test: {
    maxWorkers: 2,
    // Nothing is proven by being quick, and the machine may have other work.
    expect: { poll: { timeout: 60_000 } },
    testTimeout: 180_000,
    hookTimeout: 180_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          environment: 'node',
          include: [
            'tests/{domain,protocol,client,server}/**/*.spec.ts',
            'tests/proofs/**/*.spec.ts',
            'tests/architecture.spec.ts',
          ],
        },
      },
      {
        extends: true,
        test: {
          name: 'journeys',
          environment: 'node',
          include: ['tests/journeys/**/*.spec.ts'],
          globalSetup: 'tests/support/madeDemo.ts',
        },
      },
      ...(isTest ? [await browserProject()] : []),
    ],
  },
})

async function browserProject() {
  return {
    extends: true as const,
    test: {
      name: 'browser',
      include: ['tests/browser/**/*.spec.ts'],
      browser: {
        enabled: true,
        headless: true,
        screenshotFailures: false,
        provider: playwright({ launchOptions: { executablePath: await chromiumPath(), args: chromiumArgs } }),
        instances: [{ browser: 'chromium' as const }],
      },
    },
  }
}
