export const walletActions = ['deposit', 'convert', 'transfer', 'withdraw', 'hold'] as const;
export type WalletAction = (typeof walletActions)[number];

export const holdsPath = '/wallet/holds';

/** The address names the form that is open, so that other pages can lead straight to it; `to` is a currency. */
export const walletAction = (action: WalletAction, to?: string): string =>
  `${action === 'hold' ? holdsPath : '/wallet'}?do=${action}${to ? `&to=${to}` : ''}`;
