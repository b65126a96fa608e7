/** What a test hook is answered where there is none; any other failure is the backend's own. */
export const NO_HOOK: ReadonlySet<number> = new Set([400, 403, 404, 405, 501])
