/** The time that a backend has for its answer to a callback, in milliseconds. */
export const CALLBACK_TIMEOUT_MS = 5_000

/** A timer may fire a little before its time: a shorter time than this part of it is too short. */
export const TIMER_SLACK = 0.95
