// The one client of this app, handed down from main.ts.
import { inject, type InjectionKey } from 'vue'
import type { Client } from '../createClient.ts'

export const clientKey: InjectionKey<Client> = Symbol('client')

export function useClient(): Client {
  const client = inject(clientKey)
  if (!client) throw new Error('No client is provided here')
  return client
}
