export { flaskFaults } from './flask-faults.ts'
export { flask, flaskBackend } from './target.ts'
