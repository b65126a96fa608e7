/** What a matcher returns when its clause holds. */
export const holds = { pass: true, message: () => 'the clause holds' }
