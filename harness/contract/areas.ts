import type { ClauseId } from './catalogue.ts'

type AreaOf<Id> = Id extends `${infer Area}/${string}` ? Area : never

/** The subject of a group of clauses: the part of their ids before the slash. */
export type Area = AreaOf<ClauseId>

export interface AreaDescription {
  readonly title: string
  /** One or two sentences before the clauses, which do not repeat the title. */
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
    introduction: 'Events that the gateway itself writes at the start of a stream.',
  },
  send: {
    title: 'Sends',
    introduction: 'Events and closes that the backend sends, and the answers to them.',
  },
  stream: {
    title: 'Text on the stream',
    introduction: 'Names and data arrive unchanged, and nothing else is written.',
  },
  envelope: {
    title: 'The envelope',
    introduction: 'The form of named events in the edition `envelope`.',
  },
  disconnect: {
    title: 'Disconnect callbacks',
    introduction: 'The callback that reports the end of a stream to the backend.',
  },
  replace: {
    title: 'Replacing a stream',
    introduction:
      'A backend that allows one stream per identifier closes the old one inside the connect callback of the new one.',
  },
  task: { title: 'Task streams', introduction: 'The TaskService, from connect to close.' },
  version: { title: 'Version streams', introduction: 'The VersionService, from connect to close.' },
  'connection-open': {
    title: 'The bug report',
    introduction: '`connection_open`, from the answer to the connect callback to the client.',
  },
  heartbeat: { title: 'Heartbeats', introduction: 'Comments that keep a silent stream alive.' },
  http: {
    title: 'The gateway as an HTTP server',
    introduction: 'Requests of any client, malformed ones included.',
  },
  cors: { title: 'Pages of other origins' },
  health: { title: 'Health', introduction: 'The liveness and readiness endpoints.' },
  lifecycle: { title: 'Process lifecycle', introduction: 'Settings, signals, exit codes and output.' },
  load: { title: 'Load', introduction: 'Hundreds of streams at once.' },
  front: {
    title: 'The reverse proxy',
    introduction: 'Between clients and gateway. Judged with `--front`.',
  },
  image: {
    title: 'The image',
    introduction: 'Judged with a gateway from an image.',
  },
  backend: {
    title: 'Requirements for backends',
    introduction: 'They hold with a gateway of any edition.',
  },
  frontend: {
    title: 'Requirements for frontends',
    introduction: 'A page that is a client of the gateway. Judged by `npm run frontend -- --page <url>`.',
  },
  deployment: {
    title: 'Requirements for deployments',
    introduction:
      'The points of the checklist, seen from outside of a system that runs: `npm run deployment -- --url https://…`.',
  },
}
