// Asks the browser not to clear this app's storage when the disk gets full. Browsers decide by themselves or ask the person,
// so it is asked once, when something of worth has just been saved.
let isAsked = false

export function stayOnDisk(): void {
  if (isAsked) return
  isAsked = true
  void globalThis.navigator?.storage?.persist?.()
}
