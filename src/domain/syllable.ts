// Whether letters can be a Vietnamese syllable, accents aside. A slip of the finger mostly leaves none: `Phượgn`, `Htị`.

const onsets = 'ngh ng nh ch kh th gh gi ph qu tr g b c d h k l m n p r s t v x'
const rimes = [
  'a ac ach ai am an ang anh ao ap at au ay e ec ech em en eng enh eo ep et eu',
  'i ia ich iec iem ien ieng iep iet ieu im in inh ip it iu o oa oac oach oai oam oan oang oanh oat oay oc oe oen oet oi om on',
  'ong op ot u ua uan uang uat uay uc ue uech uenh ui uich uinh uit um un ung uo uoc uoi uom uon uong uop uot uou up ut uu',
  'uy uya uych uyen uyet uynh uyt uyu',
].join(' ')
const oneOf = (parts: string) => `(?:${parts.replaceAll(' ', '|')})`
const syllable = new RegExp(`^${oneOf(onsets)}?${oneOf(rimes)}$`)

/** Of a word as `foldForSearch` leaves it. */
export function isSyllable(folded: string): boolean {
  return syllable.test(folded)
}
