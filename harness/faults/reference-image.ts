import { cpSync, existsSync, mkdirSync, realpathSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { ImageFaultName } from '../../fixtures/faults/image.ts'
import { buildImage, type Engine, findImage, runEngine } from '../container/index.ts'
import type { ContainerTarget } from '../gateway/index.ts'
import { cleanedEnvironment, runCommand } from '../process/index.ts'
import { NotTestableError } from '../util/errors.ts'
import { ROOT } from '../util/root.ts'
import { TemporaryDirectory } from '../util/temporary-directory.ts'

/** How long `ldd` may take, in milliseconds. */
const LDD_LIMIT_MS = 10_000

/** What the image holds of this project. */
const SOURCES = ['package.json', 'fixtures/reference-gateway', 'fixtures/faults', 'harness/contract']

const ENTRY = 'fixtures/reference-gateway/index.ts'

const CHECK = (port: string) =>
  `HEALTHCHECK CMD ["/bin/node", "-e", "fetch('http://127.0.0.1:' + ${port} + '/healthz').then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]`

/** The lines of a Dockerfile that can be wrong, each as it should be. */
const SOUND = {
  user: 'USER 1000',
  environment: 'ENV LISTEN_HOST=0.0.0.0',
  expose: 'EXPOSE 3000',
  healthcheck: CHECK('(process.env.PORT || 3000)'),
  command: `CMD ["/bin/node", "${ENTRY}"]`,
}

const WRITES = `import('node:fs').then(fs => fs.writeFileSync('/app/lock', ''))`

const WRONG: Readonly<Record<ImageFaultName, Partial<typeof SOUND>>> = {
  'image-as-root': { user: '' },
  'image-command-in-shell': { command: `CMD ["/bin/sh", "-c", "/bin/node ${ENTRY}; echo ended"]` },
  'image-without-healthcheck': { healthcheck: '' },
  'image-healthcheck-always-healthy': { healthcheck: 'HEALTHCHECK CMD ["/bin/node", "--version"]' },
  'image-healthcheck-asks-elsewhere': { healthcheck: CHECK('1') },
  'image-exposes-other-port': { expose: 'EXPOSE 8080' },
  'image-loopback-only': { environment: 'ENV LISTEN_HOST=127.0.0.1' },
  'image-writes-to-root': {
    command: `CMD ["/bin/node", "--import", "data:text/javascript,await ${WRITES}", "${ENTRY}"]`,
  },
  'image-ignores-stop': { command: `CMD ["/bin/node", "${ENTRY}", "--fault", "ignore-termination"]` },
}

/** Images of the bundled reference gateway, made on this machine without a registry. */
export class ReferenceImages {
  readonly engine: Engine
  readonly #base: string

  private constructor(engine: Engine, base: string) {
    this.engine = engine
    this.#base = base
  }

  /** @throws NotTestableError when there is no engine, or the image cannot be made */
  static async build(): Promise<ReferenceImages> {
    const engine = await runEngine()
    using directory = new TemporaryDirectory()
    await fillRoot(join(directory.path, 'root'))
    directory.write('Dockerfile', 'FROM scratch\nCOPY --chown=1000:1000 root /\nWORKDIR /app\nVOLUME /data\n')
    return new ReferenceImages(engine, await buildImage(engine, directory.path, 'the reference image'))
  }

  /** The gateway in an image that is in order, or has one thing wrong. */
  async target(fault?: ImageFaultName): Promise<ContainerTarget> {
    const lines = { ...SOUND, ...(fault === undefined ? {} : WRONG[fault]) }
    using directory = new TemporaryDirectory()
    directory.write('Dockerfile', [`FROM ${this.#base}`, ...Object.values(lines), ''].join('\n'))
    const reference = await buildImage(this.engine, directory.path, 'the reference image')
    const image = await findImage(this.engine, reference)
    const identity = { name: `image:${reference}`, kind: 'image', digest: image.id } as const
    return { identity, engine: this.engine, image, environment: {} }
  }
}

/** Node.js and a shell with the libraries that they need, and the gateway. */
async function fillRoot(root: string): Promise<void> {
  const programs = { '/bin/node': process.execPath, '/bin/sh': '/bin/sh' }
  for (const [place, program] of Object.entries(programs)) {
    copy(realpathSync(program), join(root, place))
    for (const library of await librariesOf(program)) copy(realpathSync(library), join(root, library))
  }
  for (const source of SOURCES) copy(join(ROOT, source), join(root, 'app', source))
  mkdirSync(join(root, 'tmp'))
  mkdirSync(join(root, 'etc'))
  writeFileSync(join(root, 'etc/passwd'), 'root:x:0:0::/:/bin/sh\nnode:x:1000:1000::/:/bin/sh\n')
}

/** What the dynamic linker loads for a program. @throws NotTestableError where nothing says that */
async function librariesOf(program: string): Promise<string[]> {
  const { exit, lines } = await runCommand(
    { command: 'ldd', args: [program], env: cleanedEnvironment() },
    LDD_LIMIT_MS,
  )
  if (exit?.code !== 0) throw new NotTestableError(`ldd does not say which libraries ${program} needs.`)
  return lines.flatMap(({ text }) => /(?:=>\s*|^\s*)(\/\S+)/.exec(text)?.[1] ?? []).filter(existsSync)
}

function copy(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true })
  cpSync(from, to, { recursive: true, dereference: true })
}
