export { flaskFaults } from './flask-faults.ts'
export { flaskBackend } from './target.ts'
