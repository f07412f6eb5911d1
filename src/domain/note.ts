// The free note of an assist. It may name people, so it stands in the personal room and not in the assist itself.
export interface Note {
  /** The id of the assist it belongs to. */
  id: string
  teamId: string
  text: string
}

export const maxNoteLength = 500
