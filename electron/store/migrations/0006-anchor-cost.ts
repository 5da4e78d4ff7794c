// What an anchor cost: the receipt's gas and its price.

export const ANCHOR_COST = `
ALTER TABLE anchor ADD COLUMN gas_used INTEGER;
ALTER TABLE anchor ADD COLUMN gas_price_wei TEXT;
`;
