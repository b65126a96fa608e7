import { type Capabilities, DEFAULT_EDITION, EDITION_DESCRIPTIONS, EDITIONS } from '../../editions/index.ts'
import { blocks, code, table } from './markdown.ts'

/** The words for a capability: its subject, and the meaning of each value. */
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
    about: 'form of a named event',
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
    meaning: value => (value ? '`event: ready` with empty data, after the kept events' : 'none'),
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

/** The editions of the contract, their capabilities and a public example of each. */
export function editionsSection(): string {
  return blocks(
    '## Editions',
    'The contract has had several public versions. An edition is a named set of capabilities. A gateway is always judged by a stated edition, so a gateway that loses a capability fails and is not taken for another edition. With `--cors`, a gateway of any edition is also judged by the clauses about pages of other origins.',
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
    'In every edition, sends during the connect callback are kept, and delivered in order once the stream opens.',
  )
}

function row<Name extends keyof Capabilities>(name: Name): string[] {
  const wording: Wording<Capabilities[Name]> = CAPABILITIES[name]
  return [
    wording.about,
    ...EDITIONS.map(edition => wording.meaning(EDITION_DESCRIPTIONS[edition].capabilities[name])),
  ]
}
