// Tabs of one person tell each other what they did on the disk that they share.

/**
 * `saved`: something was said; `heard`: rows or outcomes came from the ward; `signedOut`, `erased`: nothing is left to
 * read.
 */
export type TabNews = 'saved' | 'heard' | 'signedOut' | 'erased'

export interface Tabs {
  tell(news: TabNews): void
  close(): void
}

export function openTabs(name: string, onNews: (news: TabNews) => void): Tabs {
  let channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel(name)
  channel?.addEventListener('message', ({ data }: MessageEvent<TabNews>) => onNews(data))
  return {
    tell: (news) => channel?.postMessage(news),
    close() {
      channel?.close()
      // What ends only now has nobody to tell any more: a closed channel would throw.
      channel = undefined
    },
  }
}
