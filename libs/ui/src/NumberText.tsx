import { formatMoney, formatPercent, formatPrice, formatQuantity } from './number-format.js';

type Signed = {
  /** Shows a plus before what is above zero. */
  signed?: boolean;
};

const sign = (signed: boolean | undefined) => (signed ? 'exceptZero' : 'auto');

/** Money as a decimal string; the string is formatted, never turned into a float. */
export const MoneyText = ({ amount, currency, signed }: Signed & { amount: string; currency: string }) => (
  <span className="tabular">{formatMoney(amount, currency, sign(signed))}</span>
);

/** The price of one share or coin. */
export const PriceText = ({ price, currency, signed }: Signed & { price: string; currency: string }) => (
  <span className="tabular">{formatPrice(price, currency, sign(signed))}</span>
);

/** `percent` is in percent: `12.34` is twelve percent. */
export const PercentText = ({ percent, signed }: Signed & { percent: string }) => (
  <span className="tabular">{formatPercent(percent, sign(signed))}</span>
);

export const QuantityText = ({ quantity, signed }: Signed & { quantity: string }) => (
  <span className="tabular">{formatQuantity(quantity, sign(signed))}</span>
);
