import type { SendCommand } from '../contract/index.ts'
import type { GatewayClient, SendOutcome } from '../mock-backend/application/gateway-client.ts'

/** A gateway for tests: it keeps every command, and answers 200 by default. */
export class FakeGatewayClient implements GatewayClient {
  readonly commands: SendCommand[] = []
  answer: (command: SendCommand) => SendOutcome | Promise<SendOutcome> = () => ({ status: 200 })

  async send(command: SendCommand): Promise<SendOutcome> {
    this.commands.push(command)
    return this.answer(command)
  }

  /** What the client of this token would see, events by name; a close is `(close)`. */
  streamOf(token: string): string[] {
    return this.commands
      .filter(command => command.token === token)
      .flatMap(({ event, close }) => [
        ...(event === undefined ? [] : [`${event.name} ${event.data}`]),
        ...(close === true ? ['(close)'] : []),
      ])
  }
}
