import type { HeaderValues } from './header-values.ts'

/** What passes between the reverse proxy and the gateway. */
export type FrontObservation =
  /** What came out of the reverse proxy, towards the gateway; `stream` where it is a request of one of our clients. */
  | {
      readonly kind: 'front-request'
      readonly stream: number | undefined
      readonly method: string
      readonly target: string
      /** Of HTTP, e.g. `1.1`. */
      readonly version: string
      readonly headers: HeaderValues
    }
  /** What the gateway answered to that, before the reverse proxy gets it. */
  | {
      readonly kind: 'front-response'
      readonly stream: number | undefined
      readonly status: number
      readonly headers: HeaderValues
    }
  | { readonly kind: 'front-bytes'; readonly stream: number | undefined; readonly bytes: Buffer }
  /** The end of that exchange: `finished` is a whole response. */
  | {
      readonly kind: 'front-end'
      readonly stream: number | undefined
      readonly by: 'front' | 'gateway'
      readonly how: string
    }
