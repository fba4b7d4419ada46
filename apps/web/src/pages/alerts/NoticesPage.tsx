import { Anchor, Button } from '@mantine/core';
import { IconBellRinging } from '@tabler/icons-react';
import { Card, EmptyState, formatMoment, PageHeader } from '@tradeyard/ui';
import { Link } from 'react-router';
import { useMarkRead, useNotices, type Notice } from '../../alerts/alerts.js';
import { notifyProblem } from '../../forms/notify.js';
import { usePageTitle } from '../../page-title.js';
import { problemSentence, withWrittenAmounts } from '../../problem.js';
import { DetailRow, DetailRows } from '../DetailRows.js';

export default function NoticesPage() {
  usePageTitle('Notices');
  const notices = useNotices();
  const markRead = useMarkRead();
  const first = notices.data?.pages[0];
  const newest = first?.items[0];
  const read = (which: Parameters<typeof markRead>[0]) =>
    void markRead(which).catch((error: unknown) =>
      notifyProblem('The notices were not marked', problemSentence(error)),
    );
  return (
    <>
      <PageHeader
        title="Notices"
        subtitle="What your alerts have told you in the last 90 days"
        actions={
          <>
            {newest && first.unread > 0 && (
              <Button variant="default" onClick={() => read({ upTo: newest.id })}>
                Mark all as read
              </Button>
            )}
            <Button component={Link} to="/alerts" variant="default">
              My alerts
            </Button>
          </>
        }
      />
      <Card title="Newest first" flush>
        <DetailRows
          name="Notices"
          pages={notices}
          empty={
            <EmptyState
              icon={IconBellRinging}
              title="Nothing to tell yet"
              action={
                <Anchor component={Link} to="/alerts">
                  My alerts
                </Anchor>
              }
            >
              When an alert of yours fires, it stands here, and shows wherever you are in the app.
            </EmptyState>
          }
          row={(notice) => (
            <NoticeRow key={notice.id} notice={notice} onRead={() => read({ ids: [notice.id] })} />
          )}
        />
      </Card>
    </>
  );
}

function NoticeRow({ notice, onRead }: { notice: Notice; onRead: () => void }) {
  const { symbol, body, at, readAt } = notice;
  const title = withWrittenAmounts(notice.title);
  const isNew = readAt === null;
  return (
    <DetailRow
      title={
        symbol === null ? (
          title
        ) : (
          <Anchor component={Link} to={`/markets/${symbol}`} onClick={() => isNew && onRead()} inherit>
            {title}
          </Anchor>
        )
      }
      badge={isNew ? { words: 'New', tone: 'accent' } : undefined}
      details={[
        <time key="at" dateTime={at}>
          {formatMoment(at)}
        </time>,
        ...(body === null ? [] : [body]),
      ]}
    >
      {isNew && (
        <Button variant="default" size="xs" aria-label={`Mark as read: ${title}`} onClick={onRead}>
          Mark as read
        </Button>
      )}
    </DetailRow>
  );
}
