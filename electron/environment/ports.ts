// What the checks ask of the system, each behind a port: tests answer for systems that cannot be run here. Node versions
// stand in node-ports.ts.

export interface CommandOutput {
  readonly exitCode: number | null;
  readonly stdout: Uint8Array;
  readonly durationMs: number;
  /** More was printed than is kept. */
  readonly cut: boolean;
}

export interface Commands {
  /** A program of the system's own folders, without a shell. Rejects where it is not there or took too long. */
  run(program: string, args: readonly string[]): Promise<CommandOutput>;
}

export interface Files {
  /** At most maxBytes from the start; rejects where it cannot be read. */
  read(path: string, maxBytes: number): Promise<{ readonly bytes: Uint8Array; readonly cut: boolean }>;
  list(path: string): Promise<readonly string[]>;
  freeBytes(path: string): Promise<number>;
  /** SHA-256 hex. */
  digest(path: string): Promise<string>;
}

export interface UdpReply {
  readonly bytes: Uint8Array;
  /** Of the clock port's monotonic time. */
  readonly sentMs: number;
  readonly receivedMs: number;
}

export interface Udp {
  /** One datagram there, the first that is accepted back, from the same address and port only. */
  ask(request: {
    readonly host: string;
    readonly port: number;
    /** Made at the moment of sending. */
    readonly datagram: () => Uint8Array;
    readonly accept: (bytes: Uint8Array) => boolean;
    readonly timeoutMs: number;
  }): Promise<UdpReply>;
}

export interface HttpsReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Uint8Array;
  readonly sentMs: number;
  /** When the head of the answer was there. */
  readonly answeredMs: number;
}

export interface Https {
  /** No redirect followed, no proxy, no hosts file: the name is asked of the system's DNS servers. https: only. */
  send(request: {
    readonly method: 'GET' | 'HEAD' | 'POST';
    readonly url: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: Uint8Array;
    readonly timeoutMs: number;
    readonly maxBytes: number;
  }): Promise<HttpsReply>;
}

export interface NetworkInterface {
  readonly name: string;
  readonly mac: string;
  readonly internal: boolean;
  /** With prefix length, e.g. 192.168.1.7/24. */
  readonly addresses: readonly string[];
}

/** Facts that the runtime has at hand. */
export interface System {
  readonly platform: NodeJS.Platform;
  readonly release: string;
  readonly version: string;
  readonly arch: string;
  readonly hostname: string;
  readonly locale: string;
  readonly timeZone: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  uptimeS(): number;
  interfaces(): readonly NetworkInterface[];
  /** PEM certificates of the public roots that this program carries. */
  readonly publicRoots: readonly string[];
}

export interface EnvironmentPorts {
  readonly commands: Commands;
  readonly files: Files;
  readonly udp: Udp;
  readonly https: Https;
  readonly system: System;
}
