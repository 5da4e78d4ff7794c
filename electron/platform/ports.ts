// What the core needs from its surroundings. Node versions stand beside this file; the desktop shell has its own
// secrets. The core reads the clock, draws randomness and sends requests through these alone; capture
// leaves the network to the browser and to the system's resolver.

export interface Clock {
  now(): Date;
  /** Milliseconds that never jump back. */
  monotonicMs(): number;
}

export interface Random {
  bytes(length: number): Uint8Array;
}

/** Keeps small secrets (private keys) so that the file alone is not enough where the platform can do that. */
export interface Secrets {
  /** How secrets are protected, for the record: 'safe-storage' | 'passphrase' | 'key-file-0600'. */
  readonly protection: 'safe-storage' | 'passphrase' | 'key-file-0600';
  /** Null where nothing is stored under the name. Throws key/wrong-passphrase, key/passphrase-required, key/unreadable. */
  read(name: string): Promise<Uint8Array | null>;
  write(name: string, secret: Uint8Array): Promise<void>;
}

export interface HttpRequest {
  readonly method: 'GET' | 'HEAD' | 'PATCH' | 'POST';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  readonly timeoutMs: number;
  /** A larger answer is refused while it arrives. */
  readonly maxBytes: number;
  readonly signal?: AbortSignal;
  /** PEM: trusted instead of the system's authorities for this request; https alone. */
  readonly caPem?: string;
}

export interface HttpReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface Http {
  /** Rejects with the network's error (cause kept); any HTTP status is an answer, redirects are not followed. */
  send(request: HttpRequest): Promise<HttpReply>;
}

export interface Log {
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
  /** Returns a short reference that an internal error shows to the user. */
  error(message: string, error: unknown): string;
}

/** Signs with an Ed25519 key whose private half stays behind it. */
export interface Signer {
  /** SHA-256 hex of the SubjectPublicKeyInfo (DER). */
  readonly keyId: string;
  readonly publicKeyPem: string;
  /** 32 raw bytes of the public key. */
  readonly publicKey: Uint8Array;
  sign(message: Uint8Array): Uint8Array;
}

/** Signs documents (CMS) with a key whose private half stays behind it. */
export interface DocumentSigner {
  /** certificate: issued to somebody and imported. device: made here, self-signed, vouched for by nobody. */
  readonly kind: 'certificate' | 'device';
  /** X.509, DER: the signer's own first, then those above it. */
  readonly certificates: readonly [Uint8Array, ...Uint8Array[]];
  readonly algorithm: 'rsa' | 'ecdsa';
  /** Over the SHA-256 of the data: PKCS#1 v1.5, or ECDSA in DER. */
  sign(data: Uint8Array): Promise<Uint8Array>;
}
