let calls = 0
let sends = 0

/** The number of the next callback of this worker; the first is 1. */
export function nextCall(): number {
  calls += 1
  return calls
}

/** The number of the next send of this worker; the first is 1. */
export function nextSend(): number {
  sends += 1
  return sends
}
