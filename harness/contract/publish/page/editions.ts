import { type Capabilities, DEFAULT_EDITION, EDITION_DESCRIPTIONS, EDITIONS } from '../../editions/index.ts'
import { blocks, code, table } from './markdown.ts'

/** How a capability is told of: what it is about, and what each value of it means. */
interface Wording<Value> {
  readonly about: string
  readonly meaning: (value: Value) => string
}

const CAPABILITIES: { readonly [Name in keyof Capabilities]: Wording<Capabilities[Name]> } = {
  appliesConnectAnswer: {
    about: '`{event, close}` in the answer to the connect callback',
    meaning: value => (value ? 'applied, first on the stream' : 'ignored'),
  },
  eventForm: {
    about: 'a named event on the wire',
    meaning: value =>
      value === 'named'
        ? '`event: name` and `data:` lines'
        : 'unnamed, `data: {"type":name,"payload":data}`; `data` is JSON text and embedded verbatim',
  },
  errorForm: {
    about: 'errors',
    meaning: value => (value === 'text' ? '`{"error":"…"}`' : '`{"error":{"message","code"}}`'),
  },
  signalsReady: {
    about: 'opening signal',
    meaning: value => (value ? '`event: ready` with empty data, after anything kept' : 'none'),
  },
  rejectsOnStream: {
    about: '400, 401 or 403 from the backend',
    meaning: value =>
      value ? 'a stream (200) with one `event: rejected`, then its end' : 'the same status, no stream',
  },
  crossOrigin: {
    about: 'pages of other origins (CORS)',
    meaning: value => (value ? 'answered' : 'not answered'),
  },
}

/** The editions of the contract, what each can do, and where it can be seen. */
export function editionsSection(): string {
  return blocks(
    '## Editions',
    'The contract went through several states in public. An edition is a named set of capabilities; a gateway is always judged against a stated one, so that one that loses a capability fails instead of being taken for another edition. A capability may also be stated beside an edition: a gateway of any edition that answers pages of other origins owes the clauses about that, too.',
    EDITIONS.map(
      edition =>
        `- ${code(edition)}${edition === DEFAULT_EDITION ? ' (the default)' : ''}: ${EDITION_DESCRIPTIONS[edition].summary}`,
    ).join('\n'),
    table(
      ['', ...EDITIONS.map(code)],
      [
        ['public example', ...EDITIONS.map(edition => EDITION_DESCRIPTIONS[edition].publicExample)],
        ...(Object.keys(CAPABILITIES) as (keyof Capabilities)[]).map(row),
      ],
    ),
    'What is sent while the connect callback is still open is kept in every edition, and delivered in order once the stream opens.',
  )
}

function row<Name extends keyof Capabilities>(name: Name): string[] {
  const wording: Wording<Capabilities[Name]> = CAPABILITIES[name]
  return [
    wording.about,
    ...EDITIONS.map(edition => wording.meaning(EDITION_DESCRIPTIONS[edition].capabilities[name])),
  ]
}
