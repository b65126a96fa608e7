import { type BrowserSettings, findChromium } from '../wire/browser/index.ts'
import { availableForTests } from './availability.ts'

/** For tests: the Chromium or Chrome of this machine; see `availableForTests`. */
export function chromiumForTests(suite: string): Promise<BrowserSettings | undefined> {
  return availableForTests(suite, () => ({
    name: 'chromium',
    program: findChromium({ workingDirectory: process.cwd(), environment: process.env }),
  }))
}
