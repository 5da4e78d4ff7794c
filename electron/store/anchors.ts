// The anchor tables behind the chain's port. A transaction is durable before its first byte leaves the machine.

import type { AnchorRow, AnchorState, AnchorStore, AnchorTransaction } from '../attest/chain/ports.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { Database } from './database.ts';

interface Row {
  readonly id: number;
  readonly chain_name: string;
  readonly chain_id: number;
  readonly contract: string;
  readonly origin: string;
  readonly log_id: string;
  readonly size: number;
  readonly root_hex: string;
  readonly anchor_key: string;
  readonly state: AnchorState;
  readonly tx_hash: string | null;
  readonly block_number: number | null;
  readonly block_hash: string | null;
  readonly gas_used: number | null;
  readonly gas_price_wei: string | null;
  readonly error_code: ErrorCode | null;
  readonly created_at: string;
  readonly updated_at: string;
}

const FIND = 'SELECT * FROM anchor WHERE chain_id = ? AND contract = ? AND anchor_key = ?';

export function createAnchorStore(db: Database): AnchorStore {
  const get = (id: number): AnchorRow | null => {
    const row = db.get<Row>('SELECT * FROM anchor WHERE id = ?', id);
    return row ? toRow(row) : null;
  };
  const find = (chainId: number, contract: string, anchorKey: string): AnchorRow | null => {
    const row = db.get<Row>(FIND, chainId, contract, anchorKey);
    return row ? toRow(row) : null;
  };

  return {
    get,
    find,
    list: () => db.all<Row>('SELECT * FROM anchor ORDER BY id').map((row) => toRow(row)),
    open: (chainId) =>
      db
        .all<Row>("SELECT * FROM anchor WHERE chain_id = ? AND state <> 'final' ORDER BY id", chainId)
        .map((row) => toRow(row)),
    insert: (anchor) =>
      db.write(() => {
        db.run(
          `INSERT INTO anchor (chain_name, chain_id, contract, origin, log_id, size, root_hex, anchor_key, state,
             created_at, updated_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'queued', ?9, ?9) ON CONFLICT DO NOTHING`,
          anchor.chainName,
          anchor.chainId,
          anchor.contract,
          anchor.origin,
          anchor.logId,
          anchor.size,
          anchor.rootHex,
          anchor.anchorKey,
          anchor.createdAt,
        );
        return find(anchor.chainId, anchor.contract, anchor.anchorKey)!;
      }),
    update: (id, patch) =>
      db.write(() => {
        const old = get(id);
        if (!old) throw new Error(`no anchor ${id}`);
        const row = { ...old, ...patch };
        db.run(
          `UPDATE anchor SET state = ?, tx_hash = ?, block_number = ?, block_hash = ?, gas_used = ?,
             gas_price_wei = ?, error_code = ?, updated_at = ? WHERE id = ?`,
          row.state,
          row.txHash,
          row.blockNumber,
          row.blockHash,
          row.gasUsed,
          row.gasPriceWei,
          row.errorCode,
          row.updatedAt,
          id,
        );
        return get(id)!;
      }),
    transactions: (anchorId) =>
      db.all<AnchorTransaction>(
        `SELECT anchor AS anchorId, tx_hash AS txHash, sender, nonce, gas_price_wei AS gasPriceWei,
           raw_transaction AS rawTransaction, created_at AS createdAt, last_sent_at AS lastSentAt, sends
         FROM anchor_tx WHERE anchor = ? ORDER BY rowid`,
        anchorId,
      ),
    addTransaction(tx) {
      db.write(() => {
        db.run(
          `INSERT INTO anchor_tx (tx_hash, anchor, sender, nonce, gas_price_wei, raw_transaction, created_at,
             last_sent_at, sends) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
          tx.txHash,
          tx.anchorId,
          tx.sender,
          tx.nonce,
          tx.gasPriceWei,
          tx.rawTransaction,
          tx.createdAt,
          tx.lastSentAt,
          tx.sends,
        );
        const sql = "UPDATE anchor SET state = 'submitted', updated_at = ? WHERE id = ?";
        db.run(sql, tx.createdAt, tx.anchorId);
      });
    },
    markSent(txHash, sentAt) {
      const sql = 'UPDATE anchor_tx SET sends = sends + 1, last_sent_at = ? WHERE tx_hash = ?';
      db.write(() => db.run(sql, sentAt, txHash));
    },
  };
}

function toRow(row: Row): AnchorRow {
  return {
    id: row.id,
    chainName: row.chain_name,
    chainId: row.chain_id,
    contract: row.contract,
    origin: row.origin,
    logId: row.log_id,
    size: row.size,
    rootHex: row.root_hex,
    anchorKey: row.anchor_key,
    state: row.state,
    txHash: row.tx_hash,
    blockNumber: row.block_number,
    blockHash: row.block_hash,
    gasUsed: row.gas_used,
    gasPriceWei: row.gas_price_wei,
    errorCode: row.error_code,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
