// A file as the verifier sees it: size and bytes at an offset. A Blob, a file handle or bytes in memory.

export interface RandomAccess {
  readonly name: string;
  readonly size: number;
  /** Exactly length bytes, or a rejection; never short. */
  read(offset: number, length: number): Promise<Uint8Array>;
}
