import { createContext, useContext } from 'react';
import type { QuoteInbox } from './quote-inbox.js';
import type { StreamClient, StreamStatus } from './stream-client.js';

type StreamState = {
  readonly stream: StreamClient | null;
  /** Where quotes that are watched are put. */
  readonly inbox: QuoteInbox | null;
  readonly status: StreamStatus;
};

export const StreamContext = createContext<StreamState>({ stream: null, inbox: null, status: 'connecting' });

export const useStream = (): StreamState => useContext(StreamContext);
