import { Button } from '@mantine/core';
import { IconLink, IconPlus } from '@tabler/icons-react';
import { Card, EmptyState, ErrorState, formatDay, formatMoment, TableSkeleton } from '@tradeyard/ui';
import { useState } from 'react';
import { AnalysisFrame } from '../../analysis/AnalysisFrame.js';
import { problemSentence } from '../../problem.js';
import type { Scope } from '../../tracked/scope.js';
import { useNow } from '../../use-now.js';
import { DetailRow } from '../DetailRows.js';
import rows from '../DetailRows.module.css';
import { ShareModal, type ShareAction } from './ShareModal.js';
import { hasExpired, shareScopeWords, useShares, type Share } from './sharing.js';

export default function SharingPage() {
  return (
    <AnalysisFrame section="Sharing" subtitle="Links with which others can look at it, and change nothing">
      {(scope) => <Links key={scope.id} scope={scope} />}
    </AnalysisFrame>
  );
}

function Links({ scope }: { scope: Scope }) {
  const { data, isError, error, refetch } = useShares();
  const [action, setAction] = useState<ShareAction | null>(null);
  const shares = data?.items.filter(({ portfolioId }) => portfolioId === scope.id);
  const create = (
    <Button
      size="xs"
      leftSection={<IconPlus size={16} stroke={1.75} aria-hidden />}
      onClick={() => setAction({ do: 'create' })}
    >
      New link
    </Button>
  );
  return (
    <Card title="Links" flush action={shares && shares.length > 0 && create}>
      {!data && isError && (
        <ErrorState
          title="Your links could not be loaded"
          message={problemSentence(error)}
          onRetry={() => void refetch()}
        />
      )}
      {!data && !isError && <TableSkeleton what="The list of links" rows={2} />}
      {shares?.length === 0 && (
        <EmptyState icon={IconLink} title="Nobody else can see this" action={create}>
          A link shows what you hold and how it did to whoever has it, without an account. You choose whether
          it shows amounts, and can revoke it at any time.
        </EmptyState>
      )}
      {shares && shares.length > 0 && (
        <ul className={rows.list} aria-label="Links">
          {shares.map((share) => (
            <ShareRow key={share.id} share={share} onRevoke={() => setAction({ do: 'revoke', share })} />
          ))}
        </ul>
      )}
      <ShareModal scope={scope} action={action} onClose={() => setAction(null)} onShow={setAction} />
    </Card>
  );
}

const minuteMs = 60_000;

function ShareRow({ share, onRevoke }: { share: Share; onRevoke: () => void }) {
  const { label, scope, createdAt, expiresAt, lastSeenAt } = share;
  const isOver = hasExpired(share, useNow(minuteMs));
  return (
    <DetailRow
      title={label}
      badge={
        isOver
          ? { words: 'Expired', tone: 'notice' }
          : { words: shareScopeWords[scope].label, ...(scope === 'percent' && { tone: 'accent' as const }) }
      }
      details={[
        `made ${formatDay(createdAt)}`,
        expiresAt === null
          ? 'does not expire'
          : `${isOver ? 'expired' : 'works until'} ${formatMoment(expiresAt)}`,
        lastSeenAt === null ? 'not used yet' : `last used ${formatMoment(lastSeenAt)}`,
      ]}
    >
      <Button variant="default" size="xs" aria-label={`Revoke ${label}`} onClick={onRevoke}>
        Revoke
      </Button>
    </DetailRow>
  );
}
