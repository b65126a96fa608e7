import { constants } from 'node:os'
import { LiveFormatter } from '../../../diagnosis/index.ts'
import { exitWithParent } from '../../../process/index.ts'
import { type Recording, writeRecording } from '../../../recording/index.ts'
import { type ManualStep, type RepeatedRun, type ScenarioRun, Tally } from '../../../reproduce/index.ts'
import type { NamedScenario } from '../../../runner/index.ts'
import type { Completed } from '../../../scenario/outcome.ts'
import { CONFORMS, FAILS, NOT_TESTABLE } from '../../../util/exit-codes.ts'
import type { ReproduceOptions } from './command.ts'
import { networkFaultLines } from './network-fault-summary.ts'
import {
  formatFailureRate,
  formatManualSteps,
  formatNotTestable,
  formatVerdict,
  formatWire,
  foundLine,
  timelineLines,
} from './output.ts'
import { Signals } from './signals.ts'

/** How many failures of a series are told one by one. */
const MAX_TOLD = 10

/** A scenario with all that depends on the party under test. */
export interface ReproducedScenario<Moment extends Completed> {
  readonly scenario: NamedScenario
  readonly open: () => RepeatedRun<Moment>
  readonly record: (moment: Moment) => Promise<Recording>
  /** The commands that repeat the decisive exchange. */
  readonly manualSteps: (moment: Moment) => readonly ManualStep[]
  /** Keeps everything as it is, and says how to look at it. */
  readonly pause: (moment: Moment) => Promise<AsyncDisposable & { readonly lines: readonly string[] }>
}

/** How a scenario is played and shown. */
export interface ReproduceRunOptions
  extends Pick<ReproduceOptions, 'hold' | 'repeat' | 'save' | 'untilFail' | 'wire'>,
    Partial<Pick<ReproduceOptions, 'networkFault'>> {}

/** One scenario, played and shown. */
export class ReproduceRun<Moment extends Completed> {
  readonly #reproduced: ReproducedScenario<Moment>
  readonly #options: ReproduceRunOptions
  readonly #tally = new Tally()
  /** Of the first play that failed. */
  #failed: Moment | undefined
  #signals: Signals | undefined
  #isTelling = false

  constructor(reproduced: ReproducedScenario<Moment>, options: ReproduceRunOptions) {
    this.#reproduced = reproduced
    this.#options = options
  }

  get #scenario(): NamedScenario {
    return this.#reproduced.scenario
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
    await using player = this.#reproduced.open()
    return await (this.#isSeries ? this.#playSeries(player) : this.#playOnce(player))
  }

  get #isSeries(): boolean {
    return this.#options.repeat !== undefined || this.#options.untilFail
  }

  async #playOnce(player: RepeatedRun<Moment>): Promise<number> {
    const play = await player.play({
      holds: this.#options.hold,
      begins: stage => this.#tellLive(stage),
      ends: () => {
        this.#isTelling = false
      },
      judged: moment => this.#tellOnce(moment),
    })
    this.#isTelling = false
    return this.#exitCodeOf(play)
  }

  async #playSeries(player: RepeatedRun<Moment>): Promise<number> {
    const { hold, repeat = Number.POSITIVE_INFINITY, untilFail } = this.#options
    while (this.#tally.played < repeat) {
      const play = await player.play({ holds: hold, judged: moment => this.#judgedInSeries(moment) })
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
    return this.#tally.failed > 0 ? FAILS : CONFORMS
  }

  #exitCodeOf({ outcome }: ScenarioRun): number {
    if (outcome?.notTestable !== undefined) {
      console.log(formatNotTestable(this.#scenario, outcome.notTestable))
      return NOT_TESTABLE
    }
    return outcome === undefined ? CONFORMS : FAILS
  }

  #tellLive({ timeline }: Pick<Completed, 'timeline'>): void {
    const telling = new LiveFormatter(timeline)
    this.#isTelling = true
    timeline.follow(entry => {
      const line = telling.lineOf(entry)
      if (line === undefined || !this.#isTelling) return
      for (const part of timelineLines(line, entry)) console.log(part)
    })
  }

  async #tellOnce(moment: Moment): Promise<void> {
    const { verdict } = moment
    this.#isTelling = false
    console.log(formatVerdict(this.#scenario, verdict, 'what is not in the timeline'))
    if (verdict === undefined) {
      for (const line of networkFaultLines(this.#options.networkFault ?? [], moment.timeline))
        console.log(line)
    }
    this.#tellWire(moment)
    await this.#save(moment)
    if (this.#options.hold) await this.#hold(moment)
    else if (verdict !== undefined) this.#tellByHand(moment)
  }

  async #judgedInSeries(moment: Moment): Promise<void> {
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

  async #save(moment: Moment): Promise<void> {
    const { save } = this.#options
    if (save === undefined) return
    const recording = await this.#reproduced.record(moment)
    writeRecording(save, recording)
    this.#clearProgress()
    console.log(`timeline   ${save}`)
  }

  /** Keeps everything as it is until somebody has seen enough. */
  async #hold(moment: Moment): Promise<void> {
    await using held = await this.#reproduced.pause(moment)
    for (const line of held.lines) console.log(line)
    this.#isTelling = true
    await this.#signals?.untilOne()
    this.#isTelling = false
    console.log('\nends what was held')
  }

  #tellWire({ entries }: Moment): void {
    if (this.#options.wire) console.log(formatWire(entries))
  }

  #tellByHand(moment: Moment): void {
    const lines = this.#reproduced.manualSteps(moment)
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
