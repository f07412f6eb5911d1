// From what a camera, a photo or a hand gives to what is kept of a card. The text and the number live in here only for the
// moment of reading; what is wrong with them is said in words.
import { ref, shallowRef } from 'vue'
import { readIdCard, readTypedCard, type IdCard, type TypedCard } from '#domain/idCard.ts'
import { dayAt } from '#domain/period.ts'
import { Problem, type ProblemCode } from '#domain/problem.ts'
import { useClient } from '../../composables/useClient.ts'
import { openDecoder } from '../../scan/decoder.ts'
import { toScannedCard, type ScannedCard } from './scannedCard.ts'

/** Milliseconds in which somebody has read what is said of a photo. */
const timeToRead = 4_000

export function useCardReader(onCard: (card: ScannedCard) => void) {
  const client = useClient()
  /** What is wrong with what was seen, or with what was typed: of the two only what came last. */
  const problem = shallowRef<ProblemCode>()
  const typedProblem = shallowRef<ProblemCode>()
  const isReading = ref(false)
  /** The camera goes on looking while something is typed or a photo is read; what it sees then is not said. */
  let isTyping = false
  let photoSaidUntil = 0
  const isBesides = () => isTyping || performance.now() < photoSaidUntil
  const today = () => dayAt(client.clock())

  /** Whether a card was among the codes that the camera sees. */
  const readTexts = (texts: readonly string[]) => readSeen(texts, isBesides)

  async function readSeen(texts: readonly string[], isSilent = () => false): Promise<boolean> {
    const read = texts.map((text) => attempt(() => readIdCard(text, today())))
    const card = read.find((one): one is IdCard => !(one instanceof Problem))
    if (card) await take(card)
    else if (!isSilent()) problem.value = worthSaying(read.filter((one) => one instanceof Problem))
    return card !== undefined
  }

  async function readPhoto(file: Blob): Promise<void> {
    isReading.value = true
    isTyping = false
    photoSaidUntil = Infinity
    problem.value = typedProblem.value = undefined
    try {
      const picture = await createImageBitmap(file).catch(() => undefined)
      const texts = picture ? await (await openDecoder()).readPhoto(picture) : []
      picture?.close()
      if (texts.length === 0) problem.value = 'qrNotFound'
      else await readSeen(texts)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      problem.value = error.code
    } finally {
      isReading.value = false
      photoSaidUntil = performance.now() + timeToRead
    }
  }

  /** What was wrong before is no more what it is about. `text`: what stands in the field now. */
  function type(text: string): void {
    isTyping = text !== ''
    problem.value = typedProblem.value = undefined
  }

  /** Whether it was the text of a card, or its number. */
  async function readTyped(typed: string): Promise<boolean> {
    isTyping = true
    const read = attempt(() => readTypedCard(typed, today()))
    problem.value = undefined
    typedProblem.value = read instanceof Problem ? read.code : undefined
    if (read instanceof Problem) return false
    await take(read)
    return true
  }

  async function take(card: TypedCard): Promise<void> {
    problem.value = typedProblem.value = undefined
    onCard(await toScannedCard(card, client))
  }

  return { readTexts, readPhoto, readTyped, type, problem, typedProblem, isReading }
}

function attempt<T>(read: () => T): T | Problem {
  try {
    return read()
  } catch (error) {
    if (error instanceof Problem) return error
    throw error
  }
}

/** A card that came damaged matters more than whatever else lies beside it. */
function worthSaying(problems: readonly Problem[]): ProblemCode | undefined {
  return problems.find(({ code }) => code === 'qrUnreadable')?.code ?? problems[0]?.code
}
