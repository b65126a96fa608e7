import { expect } from 'vitest'
import { workerSessions } from '../../runner/worker-session.ts'
import { isTimedFile } from './projects.ts'

// The gateway boots on the other core while this worker still loads its scenarios, where it is sure to be needed:
// those about time start their own.
const { settings, shared } = workerSessions()
if (settings.only === undefined && !isTimedFile(expect.getState().testPath ?? '')) await shared.warmUp()
