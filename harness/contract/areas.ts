import type { ClauseId } from './catalogue.ts'

type AreaOf<Id> = Id extends `${infer Area}/${string}` ? Area : never

/** What the clauses of one area are about: the part of their ids before the slash. */
export type Area = AreaOf<ClauseId>

export interface AreaDescription {
  readonly title: string
  /** One or two sentences before the clauses; what the title says already is left out. */
  readonly introduction?: string
}

/** Every area of the catalogue. One that is not described here does not compile. */
export const AREAS: Readonly<Record<Area, AreaDescription>> = {
  connect: {
    title: 'Opening a stream',
    introduction: "From the client's request to an open, or refused, stream.",
  },
  opening: {
    title: 'Opening signals',
    introduction: 'What the gateway itself says at the beginning of a stream.',
  },
  send: {
    title: 'The send edge',
    introduction: 'What the backend sends, and what becomes of it.',
  },
  stream: {
    title: 'On the stream',
    introduction: 'What reaches the stream: the strings of the backend, whole, and nothing else.',
  },
  envelope: {
    title: 'The envelope',
    introduction: 'How named events travel where they do not travel under their name.',
  },
  disconnect: {
    title: 'Disconnect callbacks',
    introduction: 'What the backend hears when a stream ends.',
  },
  replace: {
    title: 'Replacing a stream',
    introduction:
      'A backend that allows one stream per identifier closes the old one from inside the connect callback of the new.',
  },
  task: { title: 'Task streams', introduction: 'Whole conversations of the TaskService.' },
  version: { title: 'Version streams', introduction: 'Whole conversations of the VersionService.' },
  'connection-open': {
    title: 'The bug report',
    introduction: '`connection_open`, from the answer to the connect callback to the client.',
  },
  heartbeat: { title: 'Heartbeats', introduction: 'Signs of life on a silent stream.' },
  http: {
    title: 'The gateway as an HTTP server',
    introduction: 'Towards whoever comes along.',
  },
  cors: { title: 'Pages of other origins' },
  health: { title: 'Health', introduction: 'What an orchestrator asks.' },
  lifecycle: { title: "The process's life", introduction: 'From the start of the process to its end.' },
  load: { title: 'Load', introduction: 'Many at once.' },
  backend: {
    title: 'What a backend owes',
    introduction: 'To the gateway in front of it, whatever the edition of that.',
  },
  frontend: {
    title: 'What a frontend owes',
    introduction: 'A page that is a client of the gateway. Judged by `npm run frontend -- --page <url>`.',
  },
  deployment: {
    title: 'What a deployment owes',
    introduction:
      'The points of the checklist, seen from outside of a system that runs: `npm run deployment -- --url https://…`.',
  },
}
