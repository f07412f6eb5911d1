/** Words as they are read, wherever their lines may not break. */
export const plain = (text: string) => text.replaceAll('\u00a0', ' ')
