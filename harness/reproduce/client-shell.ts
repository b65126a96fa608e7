import { SEND_PATH } from '../contract/paths.ts'
import { printable } from '../diagnosis/index.ts'
import type { EntryOf, Timeline } from '../timeline/index.ts'
import { curlOfSend, curlOfStream } from './curl.ts'
import { PID_FILE } from './gateway-shell.ts'
import { bareLine } from './raw-request.ts'
import type { RecipeClient } from './recipe-client.ts'
import type { Step } from './recipe-order.ts'
import { isPlain, type Variables, wordOf } from './shell.ts'

/** Where what a shell says goes, as shell words. */
export interface Places {
  readonly gateway: string
  /** Port and host of the gateway. */
  readonly line: string
  readonly variables: Variables
}

/** Each is defined in a shell that uses it: a bounded wait for a text, for lines of data, and for the end of a process. */
const FUNCTIONS = {
  seen: 'seen() { n=0; until grep -q "$2" "$GOT/$1" 2>/dev/null || [ "$((n += 1))" -gt 100 ]; do sleep 0.1; done; }',
  data: 'data() { n=0; until [ "$(grep -c "^data" "$GOT/$1")" -ge "$2" ] || [ "$((n += 1))" -gt 30 ]; do sleep 0.1; done; }',
  gone: 'gone() { n=0; while kill -0 "$1" 2>/dev/null && [ "$((n += 1))" -le "$2" ]; do sleep 0.1; done; }',
}

/** Waits until the gateway listens. @param tries one a second */
export function untilListening(tries = 15): string {
  return `curl -s -o /dev/null --retry ${tries} --retry-delay 1 --retry-connrefused "$GATEWAY"/healthz`
}

/** The third shell: what clients and the backend do, in the order in which they did it. */
export class ClientShell {
  readonly #timeline: Timeline
  readonly #steps: readonly Step[]
  readonly #places: Places

  constructor(timeline: Timeline, steps: readonly Step[], places: Places) {
    this.#timeline = timeline
    this.#steps = steps
    this.#places = places
  }

  lines(): string[] {
    const lines = [...this.#steps.flatMap(step => this.#linesOf(step)), ...this.#shown()]
    const used = Object.entries(FUNCTIONS).flatMap(([name, definition]) =>
      lines.some(line => line.startsWith(`${name} `)) ? [definition] : [],
    )
    return [...used, '# once the gateway listens', untilListening(), ...lines]
  }

  #linesOf(step: Step): string[] {
    const { gateway, line, variables } = this.#places
    switch (step.kind) {
      case 'ask':
        return this.#ask(step.client, step.isOver)
      case 'announced':
        return [`${tokenName(step.client)}=$(curl -sS -m 8 "$BACKEND"/${step.call.name})`]
      case 'head':
        return [`seen ${step.client.number} HTTP/`]
      case 'data':
        return [`data ${step.client.number} ${step.lines}`]
      case 'fenced':
        return [`seen ${step.client.number} fence`]
      case 'end':
        return [gone(`$${clientName(step.client)}`)]
      case 'reported':
        return [disconnectOf(step.call.name), `curl -sS -m 8 "$BACKEND"/${step.call.name}`]
      case 'answer':
        return [
          `# the backend answers the ${step.call.request.payload.action} callback that it held back`,
          `curl -sS -m 8 -X PUT "$BACKEND"/${step.call.name}`,
        ]
      case 'send':
        return [
          `# the backend sends; it was ${this.#answered(step.send)}`,
          `${curlOfSend(step.send, gateway, variables, this.#answerTo(step.send) === undefined ? 2 : 8)}${step.isOpen ? ' & SEND=$!' : ''}`,
        ]
      case 'sent':
        return ['wait "$SEND"']
      case 'fence':
        return [
          '# a fence: when the client has it, what was accepted before has arrived or is lost',
          fence(`"$${tokenName(step.client)}"`, gateway),
        ]
      case 'say':
        return ['# a client says what no HTTP client would', bareLine(step.pieces, line, variables)]
      case 'leave':
        return [
          '# the client leaves',
          `kill "$${clientName(step.client)}"`,
          gone(`$${clientName(step.client)}`),
        ]
      case 'signal':
        return [
          `# the gateway gets a stop signal; its exit code is shown where it was started`,
          `GATEWAY_PID=$(cat ${PID_FILE})`,
          `kill -${step.signal.replace('SIG', '')} "\${GATEWAY_PID:?no gateway that was started here runs}"`,
        ]
      case 'ended':
        return [gone('$GATEWAY_PID', 200)]
      case 'restart':
        return ['# once the gateway listens that is started again', untilListening()]
      case 'pass':
        return [`# ${step.seconds} s pass`, `sleep ${step.seconds}`]
    }
  }

  #ask(client: RecipeClient, isOver: boolean): string[] {
    const { gateway, variables } = this.#places
    const curl = (flags: string): string => curlOfStream(client.request, gateway, variables, flags)
    if (isOver) return ['# the client', curl("-sSi -m 8 -w '\\n'")]
    const name = clientName(client)
    return [
      '# the client, in the background',
      `${curl('-sSN -m 60 -D -')} >"$GOT"/${client.number} 2>&1 & ${name}=$!`,
    ]
  }

  /** What was answered, in a remark: a quoted word, so that nothing of it is obeyed where `#` begins no comment. */
  #answered(send: EntryOf<'send-request'>): string {
    const answer = this.#answerTo(send)
    if (answer === undefined) return 'not answered'
    const shown = printable(answer.body)
    const short = shown.length <= 160 ? shown : `${shown.slice(0, 160)}…`
    return `answered ${answer.status} ${isPlain(short) ? wordOf(short) : ''}`.trimEnd()
  }

  #answerTo({ send }: EntryOf<'send-request'>): EntryOf<'send-response'> | undefined {
    return this.#timeline.exchanges.send(send).response
  }

  /** What is looked at when everything was done. */
  #shown(): string[] {
    const asked = this.#steps.flatMap(step => (step.kind === 'ask' && !step.isOver ? [step.client] : []))
    return [
      ...this.#missingReports(),
      ...(this.#isStillThere() ? ['kill -0 "$GATEWAY_PID" && echo "the gateway still runs"'] : []),
      ...(asked.length > 0 ? ['# what each client has got'] : []),
      ...asked.map(
        client =>
          `echo "client ${client.number}:"; ${this.#cat} "$GOT"/${client.number}; kill -0 "$${clientName(client)}" 2>/dev/null && echo "(its stream is open)"`,
      ),
    ]
  }

  /** Disconnect callbacks that were due, and have not come. */
  #missingReports(): string[] {
    const clients = this.#steps.flatMap(step => (step.kind === 'ask' ? [step.client] : []))
    const missing = clients.flatMap(({ calls, request }) => {
      const [connect, disconnect] = calls
      const { end } = this.#timeline.exchanges.stream(request.stream)
      const isDue = connect?.end?.kind === 'callback-response' && connect.end.status < 300
      return connect === undefined || disconnect !== undefined || end === undefined || !isDue ? [] : [connect]
    })
    return missing.flatMap(({ name }) => [
      `${disconnectOf(name)}, which did not come`,
      `curl -sS -m 4 "$BACKEND"/${name}/end`,
    ])
  }

  #isStillThere(): boolean {
    const has = (kind: Step['kind']): boolean => this.#steps.some(step => step.kind === kind)
    return has('signal') && !has('ended')
  }

  /** Carriage returns and the like are made visible, and do nothing to the terminal. */
  get #cat(): string {
    const isOdd = this.#timeline
      .all('stream-bytes')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
      .some(({ bytes }) => /[\x00-\x08\x0b-\x1f\x7f]/.test(bytes.toString('latin1')))
    return isOdd ? 'cat -v' : 'cat'
  }
}

/** Waits for the end of a process. @param tenths of a second, at most */
function gone(pid: string, tenths = 100): string {
  return `gone "${pid}" ${tenths}`
}

/** A marker behind what was sent. @param token as a shell word within single quotes' reach */
export function fence(token: string, origin: string): string {
  const [before = '', behind = ''] = JSON.stringify({
    token: '|',
    event: { name: 'fence', data: '{}' },
  }).split('|')
  return `curl -sSi -m 8 -w '\\n' -H 'content-type: application/json' --data-raw ${wordOf(before)}${token}${wordOf(behind)} ${origin}${SEND_PATH}`
}

export function tokenName({ number }: RecipeClient): string {
  return number === 1 ? 'TOKEN' : `TOKEN_${number}`
}

function clientName({ number }: RecipeClient): string {
  return number === 1 ? 'CLIENT' : `CLIENT_${number}`
}

/** @param name of a callback at the stand-in: `2` of the second connect callback, `2/end` of the disconnect after it */
function disconnectOf(name: string): string {
  return `# the disconnect callback that belongs to connect callback ${name.replace('/end', '')}`
}
