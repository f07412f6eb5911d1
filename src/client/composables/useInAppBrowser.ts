// Browsers inside other apps keep their storage apart and throw it away: what is written there would be lost.

/** The app whose built-in browser this is, by its user agent; undefined for a browser of its own. */
export function inAppBrowserOf(userAgent: string): string | undefined {
  const found = apps.find(({ mark }) => mark.test(userAgent))
  return found?.name
}

const apps = [
  { name: 'Zalo', mark: /\bZalo\b/i },
  { name: 'Messenger', mark: /FBAN\/Messenger|MessengerForiOS|Orca-Android/i },
  { name: 'Facebook', mark: /FBAN|FBAV|FB_IAB/ },
  { name: 'Instagram', mark: /\bInstagram\b/ },
  { name: 'TikTok', mark: /\bBytedanceWebview\b|musical_ly|TikTok/i },
  { name: 'Line', mark: /\bLine\/\d/ },
  { name: 'WebView', mark: /; wv\)/ },
]
