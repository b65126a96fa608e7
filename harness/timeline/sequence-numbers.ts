function counter(): () => number {
  let count = 0
  return () => {
    count += 1
    return count
  }
}

/** The number of the next callback of this worker; the first is 1. */
export const nextCall = counter()

/** The number of the next send of this worker; the first is 1. */
export const nextSend = counter()

/** The number of the next request to a backend that is no callback; the first is 1. */
export const nextRequest = counter()
