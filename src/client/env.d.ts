/// <reference types="vite/client" />
declare module '*.vue' {
  import type { DefineComponent } from 'vue'
  const component: DefineComponent<object, object, unknown>
  export default component
}

/** The version in package.json, set by vite.config.ts. */
declare const __APP_VERSION__: string
