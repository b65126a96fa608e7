import { constants } from 'node:os'
import { LiveFormatter } from '../../../diagnosis/index.ts'
import { exitWithParent } from '../../../process/index.ts'
import { createRecording, writeRecording } from '../../../recording/index.ts'
import { nameTarget } from '../../../report/index.ts'
import {
  endOfGateway,
  manualSteps,
  manualStepsWhilePaused,
  PausedScenario,
  RepeatedRun,
  type ScenarioRun,
  streamStates,
  Tally,
  timelineAsJudged,
} from '../../../reproduce/index.ts'
import type {
  CompletedScenario,
  DeclaredScenario,
  GatewayRunSettings,
  ScenarioEnvironment,
} from '../../../runner/index.ts'
import { harnessVersion } from '../../conformance-run/build-result.ts'
import type { ReproOptions } from './command.ts'
import { networkFaultLines } from './network-fault-summary.ts'
import {
  formatFailureRate,
  formatManualSteps,
  formatNotTestable,
  formatPaused,
  formatVerdict,
  formatWire,
  foundLine,
  timelineLines,
} from './output.ts'
import { Signals } from './signals.ts'

const FAILS = 1
const NOT_TESTABLE = 3

/** How many failures of a series are told one by one. */
const MAX_TOLD = 10

/** One scenario, played and told. */
export class ReproduceRun {
  readonly #scenario: DeclaredScenario
  readonly #settings: GatewayRunSettings
  readonly #options: ReproOptions
  readonly #tally = new Tally()
  /** Of the first play that failed. */
  #failed: CompletedScenario | undefined
  #signals: Signals | undefined
  #isTelling = false

  constructor(scenario: DeclaredScenario, settings: GatewayRunSettings, options: ReproOptions) {
    this.#scenario = scenario
    this.#settings = settings
    this.#options = options
  }

  /**
   * @param before is done before anything is played, and may be interrupted as well
   * @returns the exit code
   */
  async run(before: () => Promise<void> = async () => {}): Promise<number> {
    using signals = new Signals(signal => {
      this.#clearProgress()
      if (this.#isSeries) this.#tellSeries()
      console.log(`interrupted by ${signal}`)
    })
    this.#signals = signals
    using _lineage = exitWithParent(() => process.exit(128 + constants.signals.SIGKILL))
    await before()
    await using player = new RepeatedRun(this.#scenario, this.#settings)
    return await (this.#isSeries ? this.#playSeries(player) : this.#playOnce(player))
  }

  get #isSeries(): boolean {
    return this.#options.repeat !== undefined || this.#options.untilFail
  }

  async #playOnce(player: RepeatedRun): Promise<number> {
    const play = await player.play({
      begins: stage => this.#tellLive(stage),
      judged: moment => this.#tellOnce(moment),
    })
    this.#isTelling = false
    return this.#exitCodeOf(play)
  }

  async #playSeries(player: RepeatedRun): Promise<number> {
    const { hold, repeat = Number.POSITIVE_INFINITY, untilFail } = this.#options
    while (this.#tally.played < repeat) {
      const play = await player.play({ judged: moment => this.#judgedInSeries(moment) })
      if (play.outcome?.notTestable !== undefined) {
        this.#clearProgress()
        this.#tellSeries()
        const code = this.#exitCodeOf(play)
        return this.#tally.failed > 0 ? FAILS : code
      }
      const failed = this.#tally.count(play)
      if (failed) this.#tellFailure(play)
      if (failed && (untilFail || hold)) break
      this.#progress()
    }
    this.#clearProgress()
    this.#isTelling = false
    this.#tellSeries()
    if (this.#options.save !== undefined && this.#tally.failed === 0) {
      console.log('no timeline was saved: it never failed')
    }
    return this.#tally.failed > 0 ? FAILS : 0
  }

  #exitCodeOf({ outcome }: ScenarioRun): number {
    if (outcome?.notTestable !== undefined) {
      console.log(formatNotTestable(this.#scenario, outcome.notTestable))
      return NOT_TESTABLE
    }
    return outcome === undefined ? 0 : FAILS
  }

  #tellLive({ timeline }: Pick<ScenarioEnvironment, 'timeline'>): void {
    const telling = new LiveFormatter(timeline)
    this.#isTelling = true
    timeline.follow(entry => {
      const line = telling.lineOf(entry)
      if (line === undefined || !this.#isTelling) return
      for (const part of timelineLines(line, entry)) console.log(part)
    })
  }

  async #tellOnce(moment: CompletedScenario): Promise<void> {
    const { verdict } = moment
    this.#isTelling = false
    console.log(formatVerdict(this.#scenario, verdict, 'what is not in the timeline'))
    if (verdict === undefined) {
      for (const line of networkFaultLines(this.#options.networkFault, moment.timeline)) console.log(line)
    }
    this.#tellWire(moment)
    await this.#save(moment)
    if (this.#options.hold) await this.#hold(moment)
    else if (verdict !== undefined) this.#tellByHand(moment)
  }

  async #judgedInSeries(moment: CompletedScenario): Promise<void> {
    if (moment.verdict === undefined || this.#failed !== undefined) return
    this.#failed = moment
    await this.#save(moment)
    if (!this.#options.hold) return
    this.#clearProgress()
    console.log(formatVerdict(this.#scenario, moment.verdict, 'all'))
    this.#tellWire(moment)
    this.#tellLive(moment)
    await this.#hold(moment)
  }

  async #save(moment: CompletedScenario): Promise<void> {
    const { save } = this.#options
    if (save === undefined) return
    const { backend, target } = this.#settings
    const recording = await createRecording(this.#scenario, moment, {
      target: nameTarget(target.identity),
      ...(backend === undefined ? {} : { backend: nameTarget(backend.identity) }),
      harness: harnessVersion(),
    })
    writeRecording(save, recording)
    this.#clearProgress()
    console.log(`timeline   ${save}`)
  }

  /** Keeps everything as it is until somebody has seen enough. */
  async #hold(moment: CompletedScenario): Promise<void> {
    await using held = await PausedScenario.at(moment)
    console.log(formatPaused(held.addresses, streamStates(moment.timeline), endOfGateway(moment.timeline)))
    const lines = manualStepsWhilePaused(moment.timeline, held.addresses)
    console.log(formatManualSteps(lines, 'by hand, as it stands:'))
    this.#isTelling = true
    await this.#signals?.untilOne()
    this.#isTelling = false
    console.log('\nends what was held')
  }

  #tellWire({ entries }: CompletedScenario): void {
    if (this.#options.wire) console.log(formatWire(entries))
  }

  #tellByHand(moment: CompletedScenario): void {
    const lines = manualSteps({
      timeline: timelineAsJudged(moment),
      at: moment.at,
      target: this.#settings.target,
      gatewayEnv: Object.keys(this.#options.gatewayEnv),
      heartbeatSeconds: this.#scenario.heartbeatSeconds,
    })
    const found = moment.verdict === undefined || lines.length < 2 ? [] : [foundLine(moment.verdict)]
    console.log(formatManualSteps([...lines, ...found], 'by hand, with nothing of this running:'))
  }

  #tellFailure({ outcome }: ScenarioRun): void {
    const { failed, played } = this.#tally
    if (failed > MAX_TOLD) return
    this.#clearProgress()
    console.log(`✗ play ${played}   ${outcome?.verdict?.headline ?? ''}`)
    if (failed === MAX_TOLD) console.log('  more failures are counted, and not told one by one')
  }

  #tellSeries(): void {
    const first = this.#failed
    if (first !== undefined && !this.#options.hold) {
      console.log()
      console.log(formatVerdict(this.#scenario, first.verdict, 'all'))
      this.#tellWire(first)
      this.#tellByHand(first)
    }
    if (this.#tally.played > 0) console.log(formatFailureRate(this.#scenario, this.#tally))
  }

  #progress(): void {
    if (process.stderr.isTTY) process.stderr.write(`\r\x1b[2K${this.#tally.rate}`)
  }

  #clearProgress(): void {
    if (process.stderr.isTTY) process.stderr.write('\r\x1b[2K')
  }
}
