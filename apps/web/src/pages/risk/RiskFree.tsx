import { Button, Group } from '@mantine/core';
import { useForm } from '@mantine/form';
import { Card } from '@tradeyard/ui';
import { useParameter } from '../../address-parameter.js';
import { clean } from '../../forms/amount.js';
import { AmountInput } from '../../forms/AmountInput.js';
import { percentFault } from '../../analysis/percent-field.js';

/** What money earns without risk: the ratios count only what is above it. It is kept in the address. */
export function RiskFree({ percent }: { percent: string }) {
  const setParameter = useParameter();
  const form = useForm({
    initialValues: { percent: short(percent) },
    validate: { percent: (typed) => percentFault(typed) },
  });
  return (
    <Card title="Free of risk">
      <form onSubmit={form.onSubmit((values) => setParameter('riskFree', clean(values.percent)))} noValidate>
        <Group align="flex-start" gap="sm">
          <AmountInput
            label="What money earns a year without risk"
            description="Such as the interest of a savings account. The ratios above count what is earned beyond it."
            rightSection="%"
            {...form.getInputProps('percent')}
          />
          <Button type="submit" variant="default" mt={50}>
            Use it
          </Button>
        </Group>
      </form>
    </Card>
  );
}

/** Without zeros at the end. */
const short = (percent: string): string => (percent.includes('.') ? percent.replace(/\.?0+$/, '') : percent);
