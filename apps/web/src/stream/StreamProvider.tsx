import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, type ReactNode } from 'react';
import { session, streamUrl } from '../api.js';
import { QuoteInbox } from './quote-inbox.js';
import { QuoteStream, type StreamStatus } from './quote-stream.js';
import { StreamContext } from './stream-context.js';

/** Opens the one connection for live prices, for as long as somebody is signed in. */
export function StreamProvider({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  const [stream, setStream] = useState<QuoteStream | null>(null);
  const [status, setStatus] = useState<StreamStatus>('connecting');
  useEffect(() => {
    const inbox = new QuoteInbox(queries);
    const opened = new QuoteStream({
      url: streamUrl,
      accessToken: session.freshToken,
      onQuote: (quote) => inbox.add(quote),
      onStatus: setStatus,
    });
    // eslint-disable-next-line react-hooks/set-state-in-effect -- opens a connection outside of React and hands it in
    setStream(opened);
    return () => {
      opened.close();
      inbox.close();
    };
  }, [queries]);
  return <StreamContext value={{ stream, status }}>{children}</StreamContext>;
}
