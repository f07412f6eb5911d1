// The browser's EventSource over any fetch, as the HTML standard has it: an answer that is no event stream ends it for
// good, a line that breaks is opened again after a while.

const reopenAfter = 30

export function eventSourceOver(fetch: typeof globalThis.fetch): typeof EventSource {
  class Source extends EventTarget {
    static readonly CONNECTING = 0
    static readonly OPEN = 1
    static readonly CLOSED = 2
    readyState = 0
    readonly #url: string
    readonly #stop = new AbortController()

    constructor(url: string | URL) {
      super()
      this.#url = String(url)
      void this.#listen()
    }

    close(): void {
      this.readyState = Source.CLOSED
      this.#stop.abort()
    }

    async #listen(): Promise<void> {
      try {
        const answer = await fetch(this.#url, { signal: this.#stop.signal })
        const isStream = answer.headers.get('content-type')?.startsWith('text/event-stream')
        if (answer.status !== 200 || !isStream || !answer.body) return this.#fail()
        if (this.readyState !== Source.CLOSED) this.readyState = Source.OPEN
        await this.#read(answer.body)
      } catch {
        // A line that broke, as one that was never there, is opened again.
      }
      if (this.readyState === Source.CLOSED) return
      this.readyState = Source.CONNECTING
      this.dispatchEvent(new Event('error'))
      setTimeout(() => {
        if (this.readyState !== Source.CLOSED) void this.#listen()
      }, reopenAfter)
    }

    async #read(body: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<void> {
      let rest = ''
      const reader = body.pipeThrough(new TextDecoderStream()).getReader()
      this.#stop.signal.addEventListener('abort', () => void reader.cancel().catch(() => undefined))
      for (;;) {
        const { done, value } = await reader.read()
        if (done || this.readyState === Source.CLOSED) return
        const events = (rest + value).split('\n\n')
        rest = events.pop() ?? ''
        for (const event of events) {
          const part = (name: string) => new RegExp(`^${name}: ?(.*)$`, 'm').exec(event)?.[1]
          const name = part('event')
          if (name) this.dispatchEvent(new MessageEvent(name, { data: part('data') ?? '' }))
        }
      }
    }

    #fail(): void {
      this.readyState = Source.CLOSED
      this.dispatchEvent(new Event('error'))
    }
  }
  return Source as unknown as typeof EventSource
}
