import { Stack } from '@mantine/core';
import { useSearchParams } from 'react-router';
import { AnalysisFrame } from '../../analysis/AnalysisFrame.js';
import { Loaded } from '../../analysis/Loaded.js';
import type { Scope } from '../../tracked/scope.js';
import { AssumptionsForm } from './AssumptionsForm.js';
import { Course } from './Course.js';
import { readAssumptions, useProjection, withAssumptions } from './plan.js';

export default function PlanPage() {
  return (
    <AnalysisFrame section="Plan" subtitle="When it could pay for your life, if things go on like this">
      {(scope) => <Plan key={scope.id} scope={scope} />}
    </AnalysisFrame>
  );
}

function Plan({ scope }: { scope: Scope }) {
  const [search, setSearch] = useSearchParams();
  const assumptions = readAssumptions(search);
  const projection = useProjection(scope.id, assumptions);
  return (
    <Stack gap="lg">
      <AssumptionsForm
        currency={scope.currency}
        assumptions={assumptions}
        onChange={(next) =>
          setSearch((before) => withAssumptions(before, next), { replace: true, preventScrollReset: true })
        }
      />
      <Loaded query={projection} what="The plan">
        {(data) => <Course projection={data} assumptions={assumptions} />}
      </Loaded>
    </Stack>
  );
}
