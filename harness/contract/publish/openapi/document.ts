import { readFileSync } from 'node:fs'
import { EDITION_DESCRIPTIONS, EDITIONS } from '../../editions/index.ts'
import { CALLBACK_PATH, SEND_PATH } from '../../paths.ts'
import { type Artifact, jsonArtifact } from '../artifact.ts'
import { CALLBACK_OPERATIONS, CALLBACK_SECRET } from './callback-path.ts'
import { schemaComponents } from './components.ts'
import { HEALTHZ_PATH, READYZ_PATH } from './health-paths.ts'
import { SEND_OPERATIONS } from './send-path.ts'
import { STREAM_PATH } from './stream-path.ts'

const TAGS = [
  { name: 'client', description: 'Client edge: a browser and the gateway.' },
  { name: 'callback', description: 'Callback edge: the gateway asks the backend.' },
  { name: 'send', description: 'Send edge: the backend asks the gateway.' },
  { name: 'health', description: 'An orchestrator asks the gateway.' },
] as const

/** The HTTP interfaces of the contract, as an OpenAPI document. */
export function openApiDocument(): Readonly<Record<string, unknown>> {
  return {
    openapi: '3.1.0',
    info: {
      title: 'SSE gateway contract',
      version: projectVersion(),
      summary: 'Between clients, an SSE gateway and its backend, on three edges.',
      description: [
        'Generated from the clauses and schemas of the conformance suite; the obligations are in CONTRACT.md. The contract has editions:',
        '',
        ...EDITIONS.map(edition => `- \`${edition}\`: ${EDITION_DESCRIPTIONS[edition].summary}`),
      ].join('\n'),
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: 'http://localhost:3000', description: 'The gateway' }],
    tags: TAGS,
    paths: {
      '/{path}': STREAM_PATH,
      [SEND_PATH]: SEND_OPERATIONS,
      '/healthz': HEALTHZ_PATH,
      '/readyz': READYZ_PATH,
      [CALLBACK_PATH]: CALLBACK_OPERATIONS,
    },
    components: {
      schemas: schemaComponents(),
      securitySchemes: {
        [CALLBACK_SECRET]: {
          type: 'apiKey',
          in: 'query',
          name: 'secret',
          description: 'Asked for in production: `SSE_CALLBACK_SECRET` of the backend.',
        },
      },
    },
  }
}

export function openApiArtifact(): Artifact {
  return jsonArtifact('docs/contract/openapi.json', openApiDocument())
}

function projectVersion(): string {
  const manifest = readFileSync(new URL('../../../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(manifest) as { version: string }).version
}
