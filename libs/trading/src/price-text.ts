import { formatDecimal, type Decimal } from '@tradeyard/kernel';

/** As people write prices: 98.20, 0.345, 3457. */
export const priceText = (price: Decimal): string => formatDecimal(price).replace(/\.(\d)$/, '.$10');
