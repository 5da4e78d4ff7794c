// How much the record of one capture may hold; what is beyond is counted, marked and makes the capture PARTIAL.

export interface RecordLimits {
  readonly maxExchanges: number;
  readonly maxBodyBytes: number;
  readonly maxTotalBytes: number;
  /** Of what is posted; held in memory while it is read. */
  readonly maxPostedBytes: number;
}

export const RECORD_LIMITS: RecordLimits = {
  maxExchanges: 20_000,
  maxBodyBytes: 1_500_000_000,
  maxTotalBytes: 4_000_000_000,
  maxPostedBytes: 8_000_000,
};
