/** Why no answer came, as a clause: subject, verb, and the thing to do. */
export function describeTransportFailure(error: unknown, url: string): string {
  const { code = '', message = String(error) } = error as NodeJS.ErrnoException
  const { host, hostname } = new URL(url)
  const sentence = SENTENCES[code]
  if (sentence !== undefined) return sentence(host, hostname)
  if (code.startsWith('HPE_')) return `${host} does not speak HTTP (${code}); look at scheme and port`
  // OpenSSL names its errors by number.
  if (code.startsWith('ERR_SSL_') || code === 'EPROTO') {
    return `${host} does not speak TLS, or no version that Node.js knows (${code}); give http:// where it is plain HTTP`
  }
  return `the request to ${host} failed (${code === '' ? message : code})`
}

type Sentence = (host: string, hostname: string) => string

const selfSigned: Sentence = host =>
  `the certificate of ${host} is signed by itself; name its authority with NODE_EXTRA_CA_CERTS`

const unknownAuthority: Sentence = host =>
  `the certificate of ${host} comes from an authority that Node.js does not know, or lacks an intermediate one; name the authority with NODE_EXTRA_CA_CERTS`

const SENTENCES: Readonly<Record<string, Sentence>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: selfSigned,
  SELF_SIGNED_CERT_IN_CHAIN: unknownAuthority,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: unknownAuthority,
  UNABLE_TO_GET_ISSUER_CERT: unknownAuthority,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unknownAuthority,
  CERT_HAS_EXPIRED: host => `the certificate of ${host} has expired; renew it`,
  CERT_NOT_YET_VALID: host =>
    `the certificate of ${host} is not valid yet; look at it, and at the clock of this machine`,
  ERR_TLS_CERT_ALTNAME_INVALID: host =>
    `the certificate of ${host} is for another host; give the name that is in it`,
  ENOTFOUND: (_host, hostname) =>
    `no address is known for the host ${hostname}; look at the name, and at DNS`,
  EAI_AGAIN: (_host, hostname) => `DNS does not answer for the host ${hostname}; look at the network`,
  ECONNREFUSED: host => `${host} refuses connections; look at host and port`,
  ECONNRESET: host => `${host} cut the connection before it answered; look at scheme and port`,
  EHOSTUNREACH: host => `${host} cannot be reached; look at the network`,
  ENETUNREACH: host => `${host} cannot be reached; look at the network`,
  ETIMEDOUT: host => `${host} does not take connections; look at the network and its firewalls`,
}
