import { expect } from 'vitest'
import { workerStage } from '../scenario/shared-session.ts'
import { isTimedFile } from './vitest-project.ts'

// The gateway boots on the other core while this worker still loads its scenarios, where it is sure to be needed:
// those about time start their own.
const { settings, shared } = workerStage()
if (settings.only === undefined && !isTimedFile(expect.getState().testPath ?? '')) await shared.warmUp()
