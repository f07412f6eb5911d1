/** Version of the protocol. A server takes pushes of this one and of every older one. */
export const protocolVersion = 3

/** Schema of rows and commands; part of what each sealed value is bound to. */
export const schemaVersion = 1
