import { describe, expect, it } from 'vitest'
import { inAppBrowserOf, wayOutOf } from '../../src/client/composables/useInAppBrowser.ts'

const android = 'Mozilla/5.0 (Linux; Android 13; SM-A245F) AppleWebKit/537.36 (KHTML, like Gecko)'
const iphone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)'

describe('the browser inside another app', () => {
  it.each([
    [`${iphone} Mobile/15E148 Zalo iOS/502 ZaloTheme/light ZaloLanguage/vn`, 'Zalo'],
    [`${iphone} Mobile/15E148 [FBAN/FBIOS;FBAV/460.0.0.35.108;FBBV/589]`, 'Facebook'],
    [
      `${android} Version/4.0 Chrome/120.0 Mobile Safari/537.36 [FB_IAB/Orca-Android;FBAV/440.0]`,
      'Messenger',
    ],
    [`${iphone} Mobile/15E148 Instagram 330.0.3.29.90`, 'Instagram'],
    [`${android.replace(')', '; wv)')} Version/4.0 Chrome/120.0 Mobile Safari/537.36`, 'WebView'],
  ])('%s is one', (userAgent, app) => {
    expect(inAppBrowserOf(userAgent)).toBe(app)
  })

  it.each([
    [`${android} Chrome/120.0.0.0 Mobile Safari/537.36`],
    [`${iphone} Version/17.5 Mobile/15E148 Safari/604.1`],
    ['Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0'],
  ])('%s is none', (userAgent) => {
    expect(inAppBrowserOf(userAgent)).toBeUndefined()
  })
})

describe('the way out of it', () => {
  const link = 'https://toso.example.vn/join?a=1#loi-moi'

  it('is an intent on Android, and keeps what stands behind the hash', () => {
    expect(wayOutOf(android, link)?.href).toBe(
      'intent://toso.example.vn/join?a=1#loi-moi#Intent;scheme=https;package=com.android.chrome;end',
    )
  })

  it('is an address of Safari on an iPhone, where the page has https', () => {
    expect(wayOutOf(iphone, link)?.href).toBe('x-safari-https://toso.example.vn/join?a=1#loi-moi')
    expect(wayOutOf(iphone, 'http://localhost:8080/')).toBeUndefined()
  })

  it('is none elsewhere', () => {
    expect(wayOutOf('Mozilla/5.0 (X11; Linux x86_64) Zalo', link)).toBeUndefined()
  })
})
