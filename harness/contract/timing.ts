/** How long a backend has for its answer to a callback, in milliseconds. */
export const CALLBACK_TIMEOUT_MS = 5_000
