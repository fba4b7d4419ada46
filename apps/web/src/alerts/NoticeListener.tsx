import { useEffect } from 'react';
import { notifyNews } from '../forms/notify.js';
import { withWrittenAmounts } from '../problem.js';
import { useStream } from '../stream/stream-context.js';
import { useRefresh, type Notice } from './alerts.js';

/** Says in a corner what has just been noticed, and has the lists that show it read again. */
export function NoticeListener() {
  const { stream } = useStream();
  const refreshNotices = useRefresh('/notices');
  const refreshAlerts = useRefresh('/alerts');
  useEffect(
    () =>
      stream?.watch('notices', ({ data, isEvent }) => {
        void refreshNotices();
        if (!isEvent) return;
        // An alert that has fired is in another state.
        void refreshAlerts();
        const { title, body } = data as Notice;
        notifyNews(withWrittenAmounts(title), body ?? undefined);
      }),
    [stream, refreshNotices, refreshAlerts],
  );
  return null;
}
