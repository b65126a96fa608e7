/** How long a process may take to be seen ending once its connections broke, in milliseconds. */
export const EXIT_LIMIT_MS = 1_000

/** How long a health check may take before a gateway or a backend counts as silent, in milliseconds. */
export const HEALTH_LIMIT_MS = 2_000

/** Every silence costs the limit of a wait, so a party that keeps falling silent is given up. */
export const MAX_SILENCES = 3
