import { BUNDLED_BACKENDS, flaskFaults, type NamedBackend } from '../../backend/index.ts'
import { namesImage } from '../../container/index.ts'
import { noSuch, oneOf } from './choice.ts'
import { containerNetwork, IMAGES } from './container.ts'
import { each, optional, type Rows, text, type ValuesOf, withDefault } from './row.ts'
import { port, seconds, settings } from './values.ts'

/** What can be said of the mock backend. */
interface MockUse {
  /** It runs beside us like any other, and so can be set up; else it plays inside the harness. */
  readonly isProgram: boolean
  readonly faults: readonly string[]
}

type Named = {
  readonly backend?: NamedBackend
  readonly backendCommand?: string
  readonly backendUrl?: string
  readonly backendFault: readonly string[]
}

const severalBackends = {
  refusal: ({ backend, backendCommand, backendUrl }: Named): string | undefined => {
    const named = [backend, backendCommand, backendUrl].filter(name => name !== undefined)
    if (named.length < 2) return undefined
    return `More than one backend is named (${named.join(', ')}); give one of --backend, --backend-command and --backend-url.`
  },
}

const bundled = oneOf('backend', () => BUNDLED_BACKENDS, {
  more: ' --backend-command, --backend-url and --backend image:NAME name one of yours.',
})

/** Names the backend that plays. */
export function backendRows(mock: MockUse) {
  /** Only where the mock backend is no program. */
  const unlessProgram = (needs: readonly string[], says: string) => (mock.isProgram ? [] : [{ needs, says }])
  const breakable = mock.isProgram ? 'a bundled backend' : 'the Flask backend'
  const place = mock.isProgram ? 'backend' : 'flask'
  return {
    backend: optional(
      '<mock|flask|image:name>',
      'the backend that plays: the mock one (default), or the bundled Flask application; image:NAME of a container engine, or dockerfile:DIRECTORY',
      text => (namesImage(text) ? (text as NamedBackend) : bundled(text)),
      { rules: [severalBackends] },
    ),
    backendCommand: text(
      '<command>',
      'a shell command that starts a backend; {port}, {gatewayUrl} and {secret} are filled in',
      { rules: [severalBackends] },
    ),
    backendUrl: text('<url>', 'a backend that already runs; needs --send-port', {
      rules: [
        severalBackends,
        {
          needs: ['--send-port'],
          says: '--backend-url needs --send-port: the port that the running backend has in its SSE_GATEWAY_URL, for us to listen on.',
        },
      ],
    }),
    containerNetwork: containerNetwork([...(mock.isProgram ? [] : IMAGES.gateway), ...IMAGES.backend]),
    sendPort: optional(
      '<port>',
      'the port we listen on for the sends of the backend at --backend-url',
      port,
      {
        rules: [
          {
            needs: ['--backend-url'],
            says: '--send-port goes with --backend-url; a backend that we start is told where to send.',
          },
        ],
      },
    ),
    backendPython: text('<path>', 'the Python that runs the Flask backend (default: python3 on your PATH)', {
      rules: [
        {
          needs: ['--backend flask'],
          says: '--backend-python goes with --backend flask; any other backend brings its own.',
        },
      ],
    }),
    backendFault: each(
      '<name>',
      `break ${mock.isProgram ? breakable : 'the bundled Flask backend'}`,
      oneOf(`fault of ${breakable}`, () => [...new Set([...flaskFaults(), ...mock.faults])], {
        listing: `npm run faults -- --list --only ${place}`,
      }),
      {
        rules: [
          ...unlessProgram(
            ['--backend flask'],
            '--backend-fault breaks the bundled Flask backend; give --backend flask with it.',
          ),
          {
            excludes: ['--backend-command', '--backend-url', ...IMAGES.backend],
            says: '--backend-fault breaks a bundled backend; it cannot be given together with a backend of yours.',
          },
          {
            excludes: ['--backend-env SSE_BACKEND_FAULTS'],
            says: '--backend-fault and --backend-env SSE_BACKEND_FAULTS say the same thing twice; give one of them.',
          },
          {
            refusal: ({ backend, backendFault }: Named) => {
              const who = backend === 'flask' ? 'Flask' : 'mock'
              const known = backend === 'flask' ? flaskFaults() : mock.faults
              const foreign = backendFault.find(name => !known.includes(name))
              if (foreign === undefined) return undefined
              const listing = `npm run faults -- --list --only ${backend === 'flask' ? 'flask' : 'backend'}`
              return `--backend-fault ${foreign}: ${noSuch(`fault of the ${who} backend`, foreign, known, listing)}`
            },
          },
        ],
      },
    ),
    backendStartupTimeout: withDefault(15, '<seconds>', 'how long the backend may take to start', seconds, {
      old: '--backend-ready-within',
      rules: unlessProgram(
        ['--backend flask', '--backend-command', '--backend-url', ...IMAGES.backend],
        '--backend-startup-timeout is for a backend that runs beside us; the mock one is ready at once.',
      ),
    }),
    backendEnv: settings("set in the backend's environment", {
      rules: [
        {
          excludes: ['--backend-url'],
          says: '--backend-env is for a backend that we start; the one at --backend-url runs already.',
        },
        ...unlessProgram(
          ['--backend flask', '--backend-command', ...IMAGES.backend],
          '--backend-env is for a backend that we start; give --backend flask or --backend-command with it.',
        ),
        {
          excludes: ['--backend-env PORT'],
          says: '--backend-env cannot set PORT; a backend that we start is told the port we found.',
        },
      ],
    }),
  } satisfies Rows
}

export type BackendOptions = ValuesOf<ReturnType<typeof backendRows>>

/** The mock backend plays inside the harness. */
export const BACKEND_BESIDE_GATEWAY = backendRows({ isProgram: false, faults: [] })
