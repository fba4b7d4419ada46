import { Button, SegmentedControl, Stack, Text } from '@mantine/core';
import { IconChartDonut } from '@tabler/icons-react';
import { Card, EmptyState } from '@tradeyard/ui';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { useParameter } from '../../address-parameter.js';
import { allocationKinds } from '../../analysis/allocation-words.js';
import { AnalysisFrame } from '../../analysis/AnalysisFrame.js';
import { FirstStepButton } from '../../analysis/FirstStepButton.js';
import { Loaded } from '../../analysis/Loaded.js';
import { canHaveSettings, type Scope } from '../../tracked/scope.js';
import classes from './AllocationPage.module.css';
import { useAllocation } from './allocation.js';
import { RebalanceCard } from './RebalanceCard.js';
import { Shares } from './Shares.js';
import { TargetsModal } from './TargetsModal.js';

export default function AllocationPage() {
  return (
    <AnalysisFrame section="Allocation" subtitle="What it consists of, what it should, and how to get there">
      {(scope) => <Allocation key={scope.id} scope={scope} />}
    </AnalysisFrame>
  );
}

function Allocation({ scope }: { scope: Scope }) {
  const [search] = useSearchParams();
  const setParameter = useParameter();
  const kind = allocationKinds.find(({ value }) => value === search.get('by')) ?? allocationKinds[0];
  const allocation = useAllocation(scope.id, kind.value);
  const [isEditing, setEditing] = useState(false);
  const hasSettings = canHaveSettings(scope);
  return (
    <>
      <div className={classes.kinds}>
        <SegmentedControl
          aria-label="Told by"
          size="sm"
          data={allocationKinds.map(({ value, label }) => ({ value, label }))}
          value={kind.value}
          onChange={(value) => setParameter('by', value === allocationKinds[0].value ? null : value)}
        />
      </div>
      <Loaded
        query={allocation}
        what="The allocation"
        isEmpty={({ slices }) => slices.length === 0}
        empty={<NothingHeld scope={scope} />}
      >
        {(data) => (
          <Stack gap="lg">
            <Card
              title={`By ${kind.one}`}
              action={
                hasSettings && (
                  <Button variant="default" size="xs" onClick={() => setEditing(true)}>
                    Set targets
                  </Button>
                )
              }
            >
              <Shares allocation={data} />
            </Card>
            {hasSettings &&
              (kind.value === 'position' ? (
                <RebalanceCard scope={scope} allocation={data} />
              ) : (
                <Text size="sm" c="dimmed">
                  What to buy and sell is worked out from targets by position.
                </Text>
              ))}
            <TargetsModal
              portfolioId={scope.id}
              allocation={data}
              opened={isEditing}
              onClose={() => setEditing(false)}
            />
          </Stack>
        )}
      </Loaded>
    </>
  );
}

const NothingHeld = ({ scope }: { scope: Scope }) => (
  <Card>
    <EmptyState icon={IconChartDonut} title="Nothing is held here" action={<FirstStepButton scope={scope} />}>
      As soon as there is a position or some cash, you see here what share of the whole it is.
    </EmptyState>
  </Card>
);
