/** Waits for a promise, but not longer than the limit; `undefined` when the limit was first. */
export async function withTimeout<Value>(
  limitMs: number,
  awaited: Promise<Value>,
): Promise<Value | undefined> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<undefined>(resolve => {
    timer = setTimeout(() => resolve(undefined), limitMs)
  })
  try {
    return await Promise.race([awaited, limit])
  } finally {
    clearTimeout(timer)
  }
}
