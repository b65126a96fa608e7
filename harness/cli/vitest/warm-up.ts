import { expect } from 'vitest'
import { workerStage } from '../../runner/worker-session.ts'
import { isTimedFile } from './projects.ts'

// The gateway boots on the other core while this worker still loads its scenarios, where it is sure to be needed:
// those about time start their own.
const { settings, shared } = workerStage()
if (settings.only === undefined && !isTimedFile(expect.getState().testPath ?? '')) await shared.warmUp()
