/** Where a backend answers callbacks. */
export const CALLBACK_PATH = '/api/sse/callback'

/** Where a gateway takes events. */
export const SEND_PATH = '/internal/send'
