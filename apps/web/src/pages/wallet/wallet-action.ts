export const walletActions = ['deposit', 'convert', 'transfer', 'withdraw'] as const;
export type WalletAction = (typeof walletActions)[number];

/** The address names the form that is open, so that other pages can lead straight to it; `to` is a currency. */
export const walletAction = (action: WalletAction, to?: string): string =>
  `/wallet?do=${action}${to ? `&to=${to}` : ''}`;
