// What the "next" key of a phone's keyboard does: it comes as Enter, which by itself would send the whole form.

/** On to the next field of the form. In the last one Enter does what it does everywhere else: it sends. */
export function goToNextField(event: KeyboardEvent): void {
  if (isEndOfWord(event) || event.ctrlKey || event.metaKey || event.altKey) return
  const field = event.target as HTMLInputElement
  const next = fieldAfter(field)
  if (!next) return
  event.preventDefault()
  next.focus()
}

/** Enter also ends a word that is being composed; then it is not meant for the form. */
export function isEndOfWord({ isComposing, keyCode }: KeyboardEvent): boolean {
  return isComposing || keyCode === 229
}

function fieldAfter(field: HTMLInputElement): HTMLElement | undefined {
  const all = [...(field.form?.elements ?? [])] as HTMLInputElement[]
  return all.slice(all.indexOf(field) + 1).find(canEnter)
}

/** Of radios that belong together the keyboard enters the chosen one, or the first. */
function canEnter(element: HTMLInputElement): boolean {
  if (
    !element.matches('input, textarea, select') ||
    element.disabled ||
    element.getClientRects().length === 0
  )
    return false
  if (element.type !== 'radio' || element.checked) return true
  const all = [...(element.form?.elements ?? [])] as HTMLInputElement[]
  const group = all.filter(({ type, name }) => type === 'radio' && name === element.name)
  return group[0] === element && !group.some(({ checked }) => checked)
}
