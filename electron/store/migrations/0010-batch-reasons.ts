// Why a batch goes on where the environment check does not pass, as it was given at its start.

export const BATCH_REASONS = 'ALTER TABLE batches ADD COLUMN environment_reason TEXT;';
