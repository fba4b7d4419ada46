import { createContext, useContext } from 'react';
import type { QuoteStream, StreamStatus } from './quote-stream.js';

type StreamState = { readonly stream: QuoteStream | null; readonly status: StreamStatus };

export const StreamContext = createContext<StreamState>({ stream: null, status: 'connecting' });

export const useStream = (): StreamState => useContext(StreamContext);
