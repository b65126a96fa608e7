export { findPrometheus, type PrometheusPrograms } from './programs.ts'
export { checkMetricsPage, runPromtool } from './promtool.ts'
export { PrometheusServer } from './server.ts'
