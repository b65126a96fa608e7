export { type Exposition, readExposition, seriesOf } from './exposition.ts'
export { findPrometheus, type PrometheusPrograms } from './programs.ts'
export { checkMetricsPage, runPromtool } from './promtool.ts'
export { PrometheusServer } from './server.ts'
