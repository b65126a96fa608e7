/** Whether this content type is `application/json`, as the contract writes it, with or without parameters. */
export function isJson(contentType: string): boolean {
  return /^application\/json\s*(;|$)/i.test(contentType)
}

/** Whether this content type is JSON of any kind, `application/problem+json` for instance. */
export function isSomeJson(contentType: string): boolean {
  return /^application\/([^;]+\+)?json\s*(;|$)/i.test(contentType)
}
