import type { ClauseId } from './catalogue.ts'

/**
 * What ids were called before they became final, old to new, by kind. No row is ever added: ids do not change from here on.
 * Three things use it: the message that says the new name, the reader of saved timelines, and docs/renamed.md.
 */
export const RENAMED = {
  clauses: {
    'connect/refusal-explained': 'connect/refusal-is-json',
    'connect/cut-answer-settled': 'connect/truncated-answer-handled',
    'connect/slow-callback-harms-nobody': 'connect/slow-callback-isolated',
    'connect/unended-answer-settled': 'connect/endless-answer-handled',
    'opening/rejection-told': 'opening/rejection-sent',
    'send/nothing-to-do-harmless': 'send/empty-send-ignored',
    'send/racing-close-settled': 'send/close-race-consistent',
    'send/content-type-told': 'send/other-content-type-handled',
    'send/unknown-fields-harmless': 'send/unknown-fields-handled',
    'send/hostile-json-harmless': 'send/hostile-json-handled',
    'send/pieces-joined': 'send/chunked-body-accepted',
    'send/aborted-upload-harmless': 'send/aborted-upload-ignored',
    'send/connection-outlives-refusal': 'send/connection-usable-after-refusal',
    'stream/no-unasked-fields': 'stream/no-extra-fields',
    'stream/utf8-unbroken': 'stream/valid-utf8',
    'envelope/layout-harmless': 'envelope/multi-line-json-preserved',
    'envelope/other-data-harmless': 'envelope/non-json-data-injects-nothing',
    'envelope/unnamed-bare': 'envelope/unnamed-event-not-enveloped',
    'disconnect/half-close-settled': 'disconnect/half-close-handled',
    'disconnect/backend-failure-harmless': 'disconnect/backend-failure-isolated',
    'replace/late-disconnect-harmless': 'replace/late-disconnect-ignored',
    'replace/others-undisturbed': 'replace/other-streams-isolated',
    'task/unknown-task-told': 'task/unknown-task-reported',
    'http/refusals-explained': 'http/refusals-are-json',
    'http/head-settled': 'http/head-answered',
    'http/like-own-paths-are-streams': 'http/similar-paths-are-streams',
    'http/hanging-client-harms-nobody': 'http/stalled-client-isolated',
    'http/broken-requests-harmless': 'http/invalid-requests-isolated',
    'life/stops-when-told': 'lifecycle/stops-on-signal',
    'life/stop-with-streams-ends': 'lifecycle/stops-with-open-streams',
    'life/stop-reports-streams': 'lifecycle/stop-reports-streams',
    'life/stop-lets-clients-go': 'lifecycle/stop-closes-streams',
    'life/stop-exit-code': 'lifecycle/stop-exit-code',
    'life/restart-same-port': 'lifecycle/restart-same-port',
    'life/port-taken-told': 'lifecycle/port-in-use-exits',
    'life/invalid-port-refused': 'lifecycle/invalid-port-exits',
    'life/invalid-interval-told': 'lifecycle/invalid-interval-reported',
    'life/secret-not-printed': 'lifecycle/secret-not-printed',
    'life/credentials-not-printed': 'lifecycle/credentials-not-printed',
    'load/mass-leave-reported': 'load/mass-disconnect-reported',
    'backend/refusal-explained': 'backend/refusal-is-json',
    'backend/hostile-urls-survived': 'backend/hostile-urls-handled',
    'backend/hostile-bodies-survived': 'backend/hostile-bodies-handled',
    'backend/disconnect-forgets': 'backend/no-sends-after-disconnect',
    'backend/secret-asked': 'backend/secret-required',
    'backend/secret-before-body': 'backend/secret-checked-first',
    'backend/secret-not-asked-elsewhere': 'backend/secret-not-required-outside-production',
    'backend/answers-tell-nothing': 'backend/answers-leak-nothing',
    'backend/logs-tell-nothing': 'backend/logs-leak-nothing',
    'backend/sends-in-form': 'backend/send-form',
    'backend/streams-apart': 'backend/task-and-version-streams-separate',
    'backend/refused-send-forgets': 'backend/no-sends-after-404',
    'backend/replaced-is-over': 'backend/replacement-receives',
    'backend/slow-send-harms-nobody': 'backend/slow-send-isolated',
    'backend/task-told': 'backend/task-events-sent',
    'backend/unknown-task-told': 'backend/unknown-task-reported',
    'backend/version-put-back': 'backend/version-requeued',
    'backend/readiness-tells-of-gateway': 'backend/readiness-reflects-gateway',
    'backend/active-connections-told': 'backend/active-connections-reported',
  } satisfies Readonly<Record<string, ClauseId>>,

  areas: { life: 'lifecycle' },

  faults: {
    'kept-as-ok': 'kept-send-as-ok',
    'cut-answer-hangs': 'truncated-answer-hangs',
    'demand-accept': 'require-accept-header',
    'join-headers': 'first-header-value-only',
    'forget-disconnect-early-leave': 'drop-disconnect-on-early-leave',
    'name-unnamed': 'name-unnamed-events',
    'orphans-to-latest': 'unknown-token-to-latest',
    'any-close-closes': 'apply-close-false',
    'swallow-unknown-fields': 'drop-send-with-unknown-field',
    'first-token-counts': 'first-repeated-key-wins',
    'refused-token-lives': 'refused-token-ok',
    'mute-after-refusal': 'hang-after-refusal',
    'bare-ok': 'ok-as-text',
    'sick-when-busy': 'unhealthy-with-streams',
    'unready-when-busy': 'unready-with-streams',
    'ready-asks-backend': 'ready-depends-on-backend',
    'any-callback-url': 'accept-invalid-callback-url',
    'greedy-paths': 'match-paths-by-prefix',
    'die-on-garbage': 'die-on-invalid-http',
    'abandon-streams-on-stop': 'exit-without-closing-streams',
    'silent-stop': 'drop-disconnect-on-stop',
    'port-by-default': 'replace-invalid-port',
    'interval-unchecked': 'replace-invalid-interval',
    'lose-under-load': 'drop-event-under-load',
    'cross-under-load': 'cross-streams-under-load',
    'late-under-load': 'delay-event-under-load',
    'repeat-under-load': 'repeat-event-under-load',
    'forget-under-load': 'drop-disconnect-under-load',
    'heeds-stale-disconnect': 'applies-stale-disconnect',
    'keeps-what-it-cannot-close': 'keeps-connection-on-failed-close',
    'unguarded-connects': 'unsynchronized-connects',
    'one-name-for-all': 'mixes-tasks-and-versions',
    'sends-side-by-side': 'sends-concurrently',
    'forgets-pending': 'drops-pending',
    'claims-delivery': 'reports-queued-as-delivered',
    'silent-on-unknown-task': 'no-events-for-unknown-task',
    'no-greeting': 'no-connection-open',
    'takes-ids-as-they-stand': 'no-id-decoding',
    'trusts-types': 'no-type-checks',
    'dies-of-large-bodies': 'dies-on-large-bodies',
    'admits-any-secret': 'accepts-any-secret',
    'refuses-its-secret': 'refuses-right-secret',
    'asks-for-secret-everywhere': 'requires-secret-everywhere',
    'alive-with-gateway-only': 'health-depends-on-gateway',
    'blind-readiness': 'readiness-ignores-gateway',
    'swallows-metrics': 'counts-nothing',
    'callback-url-overruled': 'callback-url-overridden',
  },

  parties: { 'set-up': 'configuration' },

  findings: {
    'set-up/not-testable': 'configuration/not-testable',
    'set-up/output-not-read': 'configuration/output-not-read',
    'set-up/gateway-url-wrong': 'configuration/gateway-url-wrong',
    'set-up/secrets-differ': 'configuration/secrets-differ',
    'backend/readiness-silent': 'backend/readiness-ignores-gateway',
    'backend/refusal-unexplained': 'backend/refusal-without-error',
    'undecided/running-gateway-silent': 'undecided/external-gateway-unresponsive',
    'undecided/slow-wire': 'undecided/slow-connection',
  },

  matchers: {
    toBeAcceptedInForm: 'toHaveValidSendAnswer',
    toBeAnnouncedAs: 'toHaveConnectTarget',
    toBeAnnouncedInForm: 'toHaveValidConnectCallback',
    toBeAnnouncedWith: 'toHaveConnectHeaders',
    toBeOrderly: 'toExitCleanly',
    toBeReportedAsAnnounced: 'toEchoConnectRequest',
    toBeReportedInForm: 'toHaveValidDisconnectCallback',
    toBeSettled: 'toHaveOpenedOrFailed',
    toBeUnannounced: 'toHaveNoConnectCallback',
    toBeUnreadyOrGone: 'toBeNotReadyOrExited',
    toExplainItself: 'toHaveErrorBody',
    toHaveBeenAskedOnce: 'toHaveOneConnectCallback',
    toHaveBeenCutOrRefused: 'toBeClosedOrRefused',
    toHaveClosedBehindAnswer: 'toBeClosedAfterAnswer',
    toHaveComplainedOf: 'toHaveLoggedInvalid',
    toHaveItsCloseAnswered: 'toHaveCloseAnswered',
    toHaveNoTypeBut: 'toHaveOnlyEventType',
    toHaveReceivedTheAcceptedInAnyOrder: 'toHaveReceivedAcceptedInAnyOrder',
    toHaveReceivedWhatWasAccepted: 'toHaveReceivedAccepted',
    toHaveRefusedItsPort: 'toRejectInvalidPort',
    toHaveTakenNextSend: 'toAcceptNextSend',
    toHaveTokensOfTheirOwn: 'toHaveUniqueTokens',
    toNeverHavePrinted: 'toNotLog',
    toTellNothingOf: 'toNotLeak',
    toTellRejection: 'toHaveRejectedEvent',
  },
} as const

export type RenamedKind = keyof typeof RENAMED

/** The current name for an old one of this kind; `undefined` for any other name. */
export function newNameOf(kind: RenamedKind, name: string): string | undefined {
  const names: Readonly<Record<string, string>> = RENAMED[kind]
  return Object.hasOwn(names, name) ? names[name] : undefined
}

/** Says the current name for an old clause id or area; `undefined` for any other name. */
export function renamedClause(name: string): string | undefined {
  const area = name.split('/', 1)[0] ?? name
  return sentence(name, newNameOf('clauses', name)) ?? sentence(area, newNameOf('areas', area))
}

/** Says the current name for an old fault, or place of faults, or `place/name`, if it is one of these. */
export function renamedFault(name: string, known: readonly string[]): string | undefined {
  const now = name
    .split('/')
    .map(part => newNameOf('faults', part) ?? newNameOf('parties', part) ?? part)
    .join('/')
  return now !== name && known.includes(now) ? sentence(name, now) : undefined
}

function sentence(old: string, now: string | undefined): string | undefined {
  return now === undefined ? undefined : `${old} is now called ${now}; use that.`
}
