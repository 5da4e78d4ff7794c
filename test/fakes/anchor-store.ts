// AnchorStore in memory.

import type { AnchorRow, AnchorStore, AnchorTransaction } from '../../electron/attest/chain/ports.ts';

export function createMemoryAnchorStore(): AnchorStore {
  const rows: AnchorRow[] = [];
  const transactions: AnchorTransaction[] = [];
  const rowAt = (id: number): number => {
    const at = rows.findIndex((row) => row.id === id);
    if (at < 0) throw new Error(`no anchor ${id}`);
    return at;
  };
  const find: AnchorStore['find'] = (chainId, contract, anchorKey) =>
    rows.find((row) => row.chainId === chainId && row.contract === contract && row.anchorKey === anchorKey) ??
    null;
  const update: AnchorStore['update'] = (id, patch) => (rows[rowAt(id)] = { ...rows[rowAt(id)]!, ...patch });
  return {
    get: (id) => rows.find((row) => row.id === id) ?? null,
    find,
    list: () => [...rows],
    open: (chainId) => rows.filter((row) => row.chainId === chainId && row.state !== 'final'),
    insert: (anchor) => {
      const present = find(anchor.chainId, anchor.contract, anchor.anchorKey);
      if (present) return present;
      const row: AnchorRow = {
        ...anchor,
        id: rows.length + 1,
        state: 'queued',
        txHash: null,
        blockNumber: null,
        blockHash: null,
        gasUsed: null,
        gasPriceWei: null,
        errorCode: null,
        updatedAt: anchor.createdAt,
      };
      rows.push(row);
      return row;
    },
    update,
    transactions: (anchorId) => transactions.filter((each) => each.anchorId === anchorId),
    addTransaction: (transaction) => {
      if (transactions.some(({ txHash }) => txHash === transaction.txHash))
        throw new Error('known transaction');
      transactions.push(transaction);
      update(transaction.anchorId, { state: 'submitted', updatedAt: transaction.createdAt });
    },
    markSent: (txHash, sentAt) => {
      const at = transactions.findIndex((each) => each.txHash === txHash);
      const present = transactions[at];
      if (!present) throw new Error(`no transaction ${txHash}`);
      transactions[at] = { ...present, lastSentAt: sentAt, sends: present.sends + 1 };
    },
  };
}
