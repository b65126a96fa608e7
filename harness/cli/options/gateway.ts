import { FRONT_FAULTS, type FrontFaultName } from '../../../fixtures/faults/front.ts'
import { GATEWAY_FAULTS } from '../../../fixtures/faults/gateway/index.ts'
import { NETWORK_FAULTS, type NetworkFaultName } from '../../../fixtures/faults/network.ts'
import { capabilitiesOf, DEFAULT_EDITION, EDITIONS, type Setting } from '../../contract/index.ts'
import type { BackendOptions } from './backend.ts'
import { oneOf } from './choice.ts'
import { containerNetwork, IMAGES, isInContainer } from './container.ts'
import { each, optional, type Rows, text, toggle, type ValuesOf, withDefault } from './row.ts'
import { port, seconds, settings } from './values.ts'

const NAMED = ['--gateway', '--gateway-command', '--gateway-url']

const SET_BY_US = ['PORT', 'CALLBACK_URL', 'HEARTBEAT_INTERVAL_SECONDS']

const NOT_STARTED_BY_US = {
  excludes: ['--gateway-url'],
  says: '--gateway-node and --gateway-env are for a gateway that we start; the one at --gateway-url runs already.',
}

/** Names the gateway and says where our backend is. */
export const TARGET = {
  gateway: text(
    '<path|package|image:name>',
    'a directory with a built checkout, an entry file, or an installed package; image:NAME of a container engine, or dockerfile:DIRECTORY',
  ),
  gatewayCommand: text(
    '<command>',
    'a shell command that starts a gateway; {port} and {callbackUrl} are filled in',
  ),
  gatewayUrl: text('<url>', 'a gateway that already runs; needs --callback-port', {
    rules: [
      {
        needs: ['--callback-port'],
        says: '--gateway-url needs --callback-port: the port that the running gateway has in its CALLBACK_URL, for our backend to listen on.',
      },
    ],
  }),
  gatewayNode: text('<path>', 'the Node.js that runs the gateway (default: the one on your PATH)', {
    rules: [
      {
        needs: ['--gateway', '--gateway-url'],
        says: '--gateway-node goes with --gateway: the bundled gateway has its own Node.js, and a command says what runs it.',
      },
      NOT_STARTED_BY_US,
      {
        excludes: IMAGES.gateway,
        says: '--gateway-node runs a checkout, an entry file or a package; an image has its own Node.js.',
      },
    ],
  }),
  gatewayEnv: settings("set in the gateway's environment", {
    rules: [
      NOT_STARTED_BY_US,
      {
        excludes: SET_BY_US.map(name => `--gateway-env ${name}`),
        says: `--gateway-env cannot set {given}; a gateway that we start is told ${SET_BY_US.join(', ')} by this program.`,
      },
    ],
  }),
  containerNetwork: containerNetwork(IMAGES.gateway),
  callbackHost: text('<host>', 'where our backend listens and is reached (default: 127.0.0.1)'),
  callbackPort: optional('<port>', 'the port our backend listens on, with --gateway-url', port, {
    rules: [
      {
        needs: ['--gateway-url'],
        says: '--callback-port goes with --gateway-url; a gateway that we start is told the port we found.',
      },
    ],
  }),
  fault: each(
    '<name>',
    'break the bundled reference gateway',
    oneOf('fault', () => Object.keys(GATEWAY_FAULTS), { listing: 'npm run faults -- --list --only gateway' }),
    {
      rules: [
        {
          excludes: NAMED,
          says: '--fault breaks the bundled reference gateway; it cannot be given together with a gateway of yours.',
        },
      ],
    },
  ),
  startupTimeout: withDefault(15, '<seconds>', 'how long the gateway may take to start', seconds, {
    old: '--ready-within',
  }),
} satisfies Rows

const severalFronts = {
  refusal: ({ front, frontConfig, frontUrl }: FrontNamed): string | undefined => {
    const named = [front, frontConfig, frontUrl].filter(name => name !== undefined)
    if (named.length < 2) return undefined
    return `More than one reverse proxy is named (${named.join(', ')}); give one of --front, --front-config and --front-url.`
  },
}

/** Names the reverse proxy that clients go through. */
const FRONT = {
  front: optional(
    '<nginx>',
    'lead clients through the nginx of this machine with the bundled configuration (fixtures/front), and judge it too',
    oneOf('reverse proxy', () => ['nginx'] as const, {
      more: ' --front-config and --front-url name one of yours.',
    }),
    { rules: [severalFronts] },
  ),
  frontConfig: text(
    '<file>',
    'the same with an nginx configuration of yours; {port}, {gateway} and {backend} are filled in',
    { rules: [severalFronts] },
  ),
  frontUrl: text('<url>', 'a reverse proxy that already runs; needs --front-port', {
    rules: [
      severalFronts,
      {
        needs: ['--front-port'],
        says: '--front-url needs --front-port: the port where the running proxy expects the gateway, for us to listen on and lead to it.',
      },
      {
        excludes: ['--backend flask', '--backend-command', '--backend-url'],
        says: '--front-url cannot be given together with a backend: the running proxy leads to one gateway, and a backend beside us gets one of its own.',
      },
    ],
  }),
  frontPort: optional('<port>', 'where the proxy at --front-url expects the gateway', port, {
    rules: [
      {
        needs: ['--front-url'],
        says: '--front-port goes with --front-url; a proxy that we start is told where the gateway is.',
      },
    ],
  }),
  frontFault: each(
    '<name>',
    'break the bundled configuration of the reverse proxy',
    oneOf('fault of the reverse proxy', () => Object.keys(FRONT_FAULTS) as FrontFaultName[], {
      listing: 'npm run faults -- --list --only front',
    }),
    {
      rules: [
        {
          needs: ['--front'],
          says: '--front-fault breaks the bundled configuration; give --front nginx with it.',
        },
      ],
    },
  ),
} satisfies Rows

type FrontNamed = {
  readonly front?: string
  readonly frontConfig?: string
  readonly frontUrl?: string
}
/** The program of the browser, wherever one is started. */
export const BROWSER_PATH = text(
  '<path>',
  'the program of the browser (default: that of CHROME_PATH, or the one found)',
)

/** Browsers that can take the clients' part. */
const BROWSERS = ['chromium'] as const

const edition = oneOf('edition', () => EDITIONS)

/** Says which contract the gateway is judged by, and what is around it. */
export const SURROUNDINGS = {
  ...FRONT,
  proxyClients: toggle('lead clients over a proxy too: what it saw is part of the evidence', {
    old: '--tap-clients',
  }),
  client: optional(
    '<browser>',
    'play what a browser can play in this one (chromium: Chromium or Chrome), and the rest as without it',
    oneOf('browser', () => BROWSERS),
    {
      rules: [
        {
          excludes: ['--front', '--front-config', '--front-url'],
          says: '--client cannot be given together with a reverse proxy: the browser asks under host names of this program, which the clauses about the proxy would see; test one at a time.',
        },
      ],
    },
  ),
  clientPath: {
    ...BROWSER_PATH,
    rules: [
      { needs: ['--client'], says: '--client-path goes with --client: it is the program of that browser.' },
    ],
  },
  networkFault: each(
    '<name>',
    'break the wire between two of the parties: client-, callback- or send- with cut, reset, hold, delay or single-bytes',
    oneOf('network fault', () => Object.keys(NETWORK_FAULTS) as NetworkFaultName[], {
      listing: 'npm run faults -- --list --only network',
    }),
  ),
  edition: withDefault(DEFAULT_EDITION, '<edition>', 'the edition of the contract', edition),
  cors: toggle('the gateway also answers pages of other origins'),
} satisfies Rows

/** Of the bundled gateway, as the probe has it: what any other one is, it finds out. */
const FOUND_OUT = {
  excludes: NAMED,
  says: '--edition and --cors choose what the bundled reference gateway plays; what a gateway of yours is, the probe finds out.',
}

export const PLAYED = {
  edition: optional(
    '<edition>',
    `what the bundled reference gateway plays (default: ${DEFAULT_EDITION})`,
    edition,
    { rules: [FOUND_OUT] },
  ),
  cors: toggle('let the bundled reference gateway answer pages of other origins', { rules: [FOUND_OUT] }),
} satisfies Rows

export type TargetOptions = ValuesOf<typeof TARGET>

/** What the caller said of the gateway that is judged, and of what is around it. */
export type GatewayOptions = TargetOptions & BackendOptions & ValuesOf<typeof SURROUNDINGS>

/** What the caller states of the gateway: its edition, what it can in addition, and what stands around it. */
export function requestedCapabilities(
  options: Pick<GatewayOptions, 'edition' | 'cors' | 'gateway' | 'front' | 'frontConfig' | 'frontUrl'>,
): Setting {
  const { front, frontConfig, frontUrl } = options
  return {
    ...capabilitiesOf(options.edition),
    ...(options.cors ? { crossOrigin: true } : {}),
    ...((front ?? frontConfig ?? frontUrl) === undefined ? {} : { front: true }),
    ...(isInContainer(options) ? { container: true } : {}),
  }
}
