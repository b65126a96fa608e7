import { expect, scenario } from '../../harness/index.ts'

const OWN = { ownGateway: true } as const
const LAUNCHED = { ownGateway: true, launchesOnly: true } as const

scenario.scripted(
  'image/reachable-from-outside',
  'at its published port',
  async ({ gateway: { image } }) => {
    const start = await image.launch('as the image states')
    expect(start).toBeReachable()
  },
  LAUNCHED,
)

scenario.scripted(
  'image/exposes-its-port',
  'without PORT',
  async ({ gateway: { image } }) => {
    for (const port of image.facts.exposed) {
      const start = await image.launch(
        `without PORT, and asks at port ${port}`,
        { PORT: undefined },
        { containerPort: port },
      )
      expect(start).toServeExposedPort(port)
    }
  },
  LAUNCHED,
)

scenario.scripted('image/runs-as-no-root', async ({ gateway: { image } }) => {
  await expect(image).toRunAsNoRoot()
})

scenario.scripted(
  'image/read-only-root',
  'and a writable /tmp',
  async ({ gateway: { image } }) => {
    const start = await image.launch('with a read-only root file system', {}, { readOnly: true })
    expect(start).toServeReadOnly()
  },
  LAUNCHED,
)

scenario.scripted(
  'image/stops-in-time',
  'without streams',
  async ({ gateway }) => {
    const { image } = gateway
    const isWrapped = await image.isWrapped()
    await image.stop()
    expect(await gateway.ended()).toHaveStoppedInTime(isWrapped)
  },
  OWN,
)

scenario.scripted('image/healthcheck-stated', async ({ gateway: { image } }) => {
  expect(image).toStateHealthcheck()
})

scenario.scripted(
  'image/healthcheck-truthful',
  'of a gateway that serves and then hangs',
  async ({ gateway: { image } }) => {
    if (image.facts.healthcheck === undefined) return
    const start = await image.launch('as the image states')
    expect(image).toBeHealthy(await image.checkHealth(start))
    await image.freeze(start)
    expect(image).toBeUnhealthy(await image.checkHealth(start))
  },
  LAUNCHED,
)
