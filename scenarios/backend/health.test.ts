import { backendScenario, expect } from '../../harness/backend-scenarios.ts'

backendScenario('backend/alive', async ({ backend, whileGatewayIsGone }) => {
  expect(await backend.request('GET', '/api/health/healthz')).toHaveBeenAnswered([200])
  const alone = await whileGatewayIsGone(() => backend.request('GET', '/api/health/healthz'))
  expect(alone).toHaveBeenAnswered([200], 'health-depends-on-gateway')
})

backendScenario('backend/readiness-reflects-gateway', async ({ backend, whileGatewayIsGone }) => {
  const together = await backend.request('GET', '/api/health/readyz')
  expect(together).toHaveBeenAnswered([200])
  const alone = await whileGatewayIsGone(() => backend.request('GET', '/api/health/readyz'))
  expect(together).toReflectGateway(alone)
})
