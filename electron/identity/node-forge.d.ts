// What is used of node-forge, module by module: BER, and the password-based schemes of old PKCS#12 files.
declare module 'node-forge/lib/asn1.js' {
  export interface BerNode {
    readonly tagClass: number;
    readonly type: number;
    readonly constructed: boolean;
    /** A string of octets (one character each) where it is not constructed. */
    readonly value: string | readonly BerNode[];
  }
  const asn1: {
    fromDer(octets: string): BerNode;
    toDer(node: BerNode): { getBytes(): string };
    derToOid(octets: string): string;
  };
  export default asn1;
}
declare module 'node-forge/lib/pbe.js' {
  import type { BerNode } from 'node-forge/lib/asn1.js';
  interface Octets {
    getBytes(): string;
  }
  const pbe: {
    /** PKCS#12 PBE with SHA-1 and 3DES or RC2-40. */
    getCipherForPKCS12PBE(
      oid: string,
      parameters: BerNode,
      password: string,
    ): { readonly output: Octets; update(data: Octets): void; finish(): boolean };
    generatePkcs12Key(
      password: string,
      salt: Octets,
      id: number,
      iterations: number,
      length: number,
      digest: unknown,
    ): Octets;
  };
  export default pbe;
}
declare module 'node-forge/lib/util.js' {
  const util: { createBuffer(octets: string): { getBytes(): string } };
  export default util;
}
declare module 'node-forge/lib/sha1.js' {
  const digest: { create(): unknown };
  export default digest;
}
declare module 'node-forge/lib/sha256.js' {
  const digest: { create(): unknown };
  export default digest;
}
declare module 'node-forge/lib/sha512.js' {
  const digest: { create(): unknown };
  export default digest;
}
