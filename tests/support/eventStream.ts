// An open line for pokes without a browser: as light as it can be, so that a thousand of them fit into one process.
import { request } from 'node:http'

export interface EventStream {
  readonly isOpen: boolean
  close(): void
}

export interface EventStreamOptions {
  readonly url: string
  readonly cookie: string
  readonly onEvent: (name: string) => void
  readonly onEnd: () => void
}

export function openEventStream({ url, cookie, onEvent, onEnd }: EventStreamOptions): EventStream {
  let isOpen = false
  let rest = ''
  const end = () => {
    isOpen = false
    onEnd()
  }
  const asked = request(url, { headers: { cookie }, agent: false }, (answer) => {
    isOpen = answer.statusCode === 200
    answer.setEncoding('utf8')
    answer.on('data', (chunk: string) => {
      const events = (rest + chunk).split('\n\n')
      rest = events.pop() ?? ''
      for (const event of events) {
        const name = /^event: (.*)$/m.exec(event)?.[1]
        if (name) onEvent(name)
      }
    })
    answer.on('error', () => undefined)
    answer.on('close', end)
  })
  asked.on('error', end)
  asked.end()
  return {
    get isOpen() {
      return isOpen
    },
    close: () => asked.destroy(),
  }
}
