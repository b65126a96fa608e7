export { type BrowserSession, type OpenOptions, openBrowser, openWire } from './open.ts'
export { type Reader, readerFor, readRaw } from './reading.ts'
export { STREAM_HEADER, Stream, streamNumberIn } from './stream.ts'
export { WireDecoder } from './wire-decoder.ts'
