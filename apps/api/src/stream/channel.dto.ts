import type { z } from 'zod';

/** What there is to say of a channel before anybody watches it. */
export type ChannelDescription = {
  readonly kind: 'value' | 'event';
  /** What stands before the colon: `quotes` of `quotes:AAPL`. */
  readonly name: string;
  /** One of its channels. */
  readonly example: string;
  readonly description: string;
  /** The shape of its value or of an event. */
  readonly data: z.ZodType;
  /** The shape of what a client begins with, where that is another. */
  readonly snapshotData?: z.ZodType;
};

/**
 * A channel whose newest value is all that matters, such as a price. A *topic*
 * is what follows its name and the colon; the channel of a private kind is its
 * name alone, and its topic is the id of the user whose connection asks.
 */
export type ValueChannel = ChannelDescription & {
  readonly kind: 'value';
  readonly isPrivate: boolean;
  /** Whether there is such a topic. Asked for each subscription; what it prepares may be kept until `close`. */
  readonly open: (topic: string) => boolean | Promise<boolean>;
  /** Nobody has watched the topic for a while. */
  readonly close?: (topic: string) => void;
  /** The value now, as plain JSON data; null before there is one. Called at most once per frame, when it changed. */
  readonly read: (topic: string) => object | null;
};

/** Something that happened, with a number that grows. `data` is plain JSON data. */
export type StreamEvent = { readonly seq: number; readonly data: object };

/** A channel of which each event counts. All are private: an event is somebody's. */
export type EventChannel = ChannelDescription & {
  readonly kind: 'event';
  /** The number of the user's newest event, 0 before the first. */
  readonly newest: (userId: string) => Promise<number>;
  /** What a client begins with that resumes nothing; at least as new as `newest` said before. */
  readonly snapshot: (userId: string) => Promise<object>;
  /** The next events after a number, in their order, at most `limit`. */
  readonly listAfter: (userId: string, seq: number, limit: number) => Promise<readonly StreamEvent[]>;
  /** Which of these users have events that nobody was told of; asked from time to time, in case a signal was lost. */
  readonly findMissed: (userIds: readonly string[]) => Promise<readonly string[]>;
};

export type StreamChannel = ValueChannel | EventChannel;
