export { flaskFaults } from './flask-faults.ts'
export { FLASK_BACKEND, type FlaskRequest, flaskBackend } from './target.ts'
