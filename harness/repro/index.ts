export { type Addresses, type ByHandLine, byHand } from './by-hand.ts'
export { Held, type StreamState, streamStates } from './held.ts'
export { type Play, Player, playingBackend } from './player.ts'
export { Tally } from './tally.ts'
