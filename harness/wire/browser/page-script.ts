/** Where the edge has the page, on every host name of the browser. */
export const PAGE_PATH = '/__conformance-page'

/** The name of the function through which the page reports. */
export const REPORT = '__report'

/** What the page reports of an EventSource. */
export type PageReport =
  | { readonly id: number; readonly event: string; readonly data: string; readonly lastEventId: string }
  /** The stream ended or failed; `state` is the readyState that EventSource then had. */
  | { readonly id: number; readonly state: number }

/** A page without anything of its own: EventSource needs one to live in. */
export const PAGE_DOCUMENT =
  '<!doctype html><link rel="icon" href="data:,"><title>EventSource of the conformance tests</title>'

/**
 * Runs in the page. EventSource dispatches an event only to listeners of its name; a name is therefore listened for
 * before the bytes that first carry it are let through.
 */
export const PAGE_SCRIPT = `
globalThis.conformance ??= (() => {
  const sources = new Map()
  return {
    open(id, url, reconnect) {
      const source = new EventSource(url)
      const tell = report => ${REPORT}(JSON.stringify({ id, ...report }))
      const onEvent = event => {
        if (event instanceof MessageEvent) {
          tell({ event: event.type, data: event.data, lastEventId: event.lastEventId })
        } else if (event.type === 'error') {
          if (!reconnect) source.close()
          tell({ state: source.readyState })
        }
      }
      const listen = name => source.addEventListener(name, onEvent)
      sources.set(id, { source, listen })
      for (const name of ['message', 'error', 'open', 'fence']) listen(name)
    },
    listen(id, names) {
      for (const name of names) sources.get(id)?.listen(name)
    },
    close(id) {
      sources.get(id)?.source.close()
      sources.delete(id)
    },
  }
})()
`

/** The names that every EventSource of the page is listened to for. */
export const KNOWN_NAMES: readonly string[] = ['message', 'error', 'open', 'fence']
