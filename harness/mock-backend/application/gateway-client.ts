import type { SendCommand } from '../../contract/index.ts'

/** What became of one send: the HTTP status that answered it, or why no answer came. */
export type SendOutcome = { readonly status: number } | { readonly unreachable: string }

/** The send edge as the backend sees it. The application opens no connection itself. */
export interface GatewayClient {
  send(command: SendCommand): Promise<SendOutcome>
  /** Whether the gateway answers at all, for `/api/health/readyz`; left out, that endpoint says it does not know. */
  answers?(): Promise<boolean>
}
