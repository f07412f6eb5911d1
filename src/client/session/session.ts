// What a person can do at the door of this phone's data.
import type { Setup } from '#protocol/session.ts'

/** Each throws a Problem and moves the phase of the session store. */
export interface SessionService {
  /** Looks who is known on this phone: `locked` when somebody is, `signedOut` otherwise; `broken` without any storage. */
  start(): Promise<void>
  /** Begins the ward; then `choosingPin`. */
  setUp(setup: Setup): Promise<void>
  /** Becomes a member by an invite; then `choosingPin`. */
  join(token: string, phone: string, password: string): Promise<void>
  /** `choosingPin`, or back to `open` when only the session at the server had ended. */
  signIn(phone: string, password: string): Promise<void>
  /** Locks the data key of this phone under a PIN; `filling` until the ward's rows are here, then `open`. */
  choosePin(pin: string): Promise<void>
  /** Goes on with a first fill that was cut off. */
  fill(): Promise<void>
  /** Which of the known people is at the door. */
  choosePerson(memberId: string): void
  /** Throws `pinWrong` or `pinBlocked`; deletes nothing. */
  unlock(pin: string): Promise<void>
  /** Keeps what is being typed, then forgets the key. */
  lock(): Promise<void>
  /** Something that must be kept before the phone is locked; returns the way to take it back. */
  beforeLock(keep: () => Promise<void>): () => void
  /** To `signedOut`, where a forgotten PIN is replaced, or another person comes in; what is sealed here stays. */
  leaveDoor(): void
  /** Sends first; throws `unsentLeft` or `reviewLeft` while something would be lost. Then nothing of this person stays on the phone. */
  signOut(): Promise<void>
}
