import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, type ReactNode } from 'react';
import { session, streamUrl } from '../api.js';
import { QuoteInbox } from './quote-inbox.js';
import { StreamClient, type StreamStatus } from './stream-client.js';
import { StreamContext } from './stream-context.js';

/** Opens the one connection for all that is live, for as long as somebody is signed in. */
export function StreamProvider({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  const [stream, setStream] = useState<StreamClient | null>(null);
  const [status, setStatus] = useState<StreamStatus>('connecting');
  useEffect(() => {
    const opened = new StreamClient({
      url: streamUrl,
      accessToken: session.freshToken,
      renewedToken: session.renewedToken,
      onStatus: setStatus,
    });
    // eslint-disable-next-line react-hooks/set-state-in-effect -- opens a connection outside of React and hands it in
    setStream(opened);
    return () => opened.close();
  }, []);
  const [inbox] = useState(() => new QuoteInbox(queries));
  useEffect(() => () => inbox.close(), [inbox]);
  return <StreamContext value={{ stream, inbox, status }}>{children}</StreamContext>;
}
