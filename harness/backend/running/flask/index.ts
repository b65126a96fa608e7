export { FLASK_BACKEND, type FlaskRequest, flaskBackend } from './flask-backend.ts'
export { flaskFaults } from './flask-faults.ts'
