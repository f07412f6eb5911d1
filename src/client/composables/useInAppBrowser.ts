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

/**
 * The address that opens this page in a browser of the phone, with the key of its words. Android has a way for it; iOS has
 * one that not every app lets through, so the link to copy stands beside it.
 */
export function wayOutOf(userAgent: string, link: string) {
  const { protocol, host, pathname, search, hash } = new URL(link)
  // An invitation stands behind the hash; Android cuts the intent off at the last one.
  const place = `${host}${pathname}${search}${hash}`
  if (/Android/.test(userAgent)) {
    const scheme = protocol.slice(0, -1)
    const intent = `#Intent;scheme=${scheme};package=com.android.chrome;end`
    return { href: `intent://${place}${intent}`, label: 'inAppBrowser.openInChrome' } as const
  }
  if (/iPhone|iPad|iPod/.test(userAgent) && protocol === 'https:')
    return { href: `x-safari-https://${place}`, label: 'inAppBrowser.openInSafari' } as const
  return undefined
}
