// A plain proxy in front of several servers: each request goes to the next of them, as a load balancer without any
// knowledge of the app would do it.
import { once } from 'node:events'
import { Agent, createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface RoundRobin {
  readonly url: string
  /** Requests that went to each server, in their order. */
  readonly passed: readonly number[]
  close(): Promise<void>
}

export async function startRoundRobin(targets: readonly string[]): Promise<RoundRobin> {
  const agent = new Agent({ keepAlive: true })
  const passed = targets.map(() => 0)
  let turn = 0
  const proxy = createServer((asked, answer) => {
    const index = turn++ % targets.length
    passed[index] = (passed[index] ?? 0) + 1
    const { method, headers, url = '/' } = asked
    const onward = request(new URL(url, targets[index]), { method, headers, agent }, (answered) => {
      answer.writeHead(answered.statusCode ?? 502, answered.headers)
      answer.flushHeaders()
      answered.pipe(answer)
      answered.on('error', () => answer.destroy())
    })
    onward.on('error', () => {
      if (answer.headersSent) answer.destroy()
      else answer.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad Gateway</h1>')
    })
    answer.on('close', () => onward.destroy())
    asked.pipe(onward)
  })
  proxy.listen(0, '127.0.0.1', 4_096)
  await once(proxy, 'listening')
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    passed,
    async close() {
      agent.destroy()
      proxy.closeAllConnections()
      proxy.close()
      await once(proxy, 'close')
    },
  }
}
