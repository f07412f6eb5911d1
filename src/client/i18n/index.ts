// Words in one locale at a time. Messages are compiled at build time, so no compiler and no unsafe-eval is needed.
import { createI18n } from 'vue-i18n'

export const locales = ['vi', 'en'] as const
export type Locale = (typeof locales)[number]

const messagesOf = {
  vi: () => import('./messages/vi.json'),
  en: () => import('./messages/en.json'),
}
/** The long texts of screens that are seldom opened; they come with the screen. */
const helpOf = {
  vi: () => import('./messages/help/vi.json'),
  en: () => import('./messages/help/en.json'),
}

export const i18n = createI18n({
  legacy: false,
  locale: 'vi',
  missingWarn: false,
  fallbackWarn: false,
  messages: {},
})
let shown: Locale = 'vi'

/** Loads a locale's words if they are not here yet, and shows them. */
export async function showLocale(locale: Locale): Promise<void> {
  if (!i18n.global.availableLocales.includes(locale)) {
    i18n.global.setLocaleMessage(locale, (await messagesOf[locale]()).default)
  }
  i18n.global.locale.value = locale
  shown = locale
  document.documentElement.lang = locale
}

/** Loads the words of help, in the locale that is shown. */
export async function showHelpWords(): Promise<void> {
  i18n.global.mergeLocaleMessage(shown, (await helpOf[shown]()).default)
}
