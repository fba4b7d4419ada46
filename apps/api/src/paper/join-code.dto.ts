import { randomBytes } from 'node:crypto';

/** Digits and capital letters without those that are taken for one another: no 0 and O, no 1 and I. */
const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const codeCharacters = 8;

/**
 * A code that lets people into a league, of as many random bytes as it has characters. The alphabet has 32 of them, so
 * each byte gives each one with the same likelihood.
 */
export const joinCode = (random: Uint8Array): string =>
  Array.from(random.subarray(0, codeCharacters), (byte) => alphabet[byte % alphabet.length]).join('');

/** A new one that nobody can guess. */
export const newJoinCode = (): string => joinCode(randomBytes(codeCharacters));

/** As people type it: in small letters, in groups. */
export const readJoinCode = (typed: string): string => typed.replaceAll(/[\s-]/g, '').toUpperCase();
