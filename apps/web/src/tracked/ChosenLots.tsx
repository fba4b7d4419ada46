import { Skeleton, Text } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useDebouncedValue } from '@mantine/hooks';
import { formatDay } from '@tradeyard/ui';
import { AmountInput } from '../forms/AmountInput.js';
import { LoadMore } from '../pages/LoadMore.js';
import classes from './ChosenLots.module.css';
import type { ActivityValues } from './activity-form.js';
import { describeActivity } from './describe-activity.js';
import { useActivities, usePortfolioSettings, type ActivityType } from './tracked.js';

const typingMs = 300;

/** What units of an asset come from, or for a cover what it ends. */
const purchasesOf = (type: ActivityType): ActivityType[] =>
  type === 'cover' ? ['short'] : ['buy', 'transfer_in', 'item'];

type ChosenLotsProps = { form: UseFormReturnType<ActivityValues>; portfolioId: string };

/** How many units of which purchase are sold, where the portfolio leaves that to its owner. */
export function ChosenLots({ form, portfolioId }: ChosenLotsProps) {
  const { type, symbol, lots } = form.values;
  const [asked] = useDebouncedValue(symbol.trim(), typingMs);
  const isChosen = usePortfolioSettings(portfolioId).data?.costBasis === 'chosen' || lots.length > 0;
  const query = { order: 'oldest', type: purchasesOf(type), symbol: asked } as const;
  const purchases = useActivities(portfolioId, query, isChosen && asked !== '');
  if (!isChosen || asked === '') return null;
  const rows = purchases.data?.pages.flatMap(({ items }) => items);
  const unitsOf = (id: string) => lots.find(({ activityId }) => activityId === id)?.quantity ?? '';
  const choose = (activityId: string, quantity: string) =>
    form.setFieldValue('lots', [
      ...lots.filter((lot) => lot.activityId !== activityId),
      ...(quantity === '' ? [] : [{ activityId, quantity }]),
    ]);
  return (
    <fieldset className={classes.lots}>
      <legend className={classes.legend}>From which purchases</legend>
      {form.errors['lots'] && (
        <p className={classes.fault} role="alert">
          {form.errors['lots']}
        </p>
      )}
      {!rows && !purchases.isError && <Skeleton height={44} radius="md" />}
      {rows?.length === 0 && (
        <Text size="sm" c="dimmed">
          There is no purchase of {asked} yet.
        </Text>
      )}
      {rows?.map((purchase) => (
        <AmountInput
          key={purchase.id}
          label={formatDay(purchase.day)}
          description={describeActivity(purchase).detail}
          placeholder="0"
          classNames={{ root: classes.lot ?? '' }}
          value={unitsOf(purchase.id)}
          onChange={({ currentTarget: { value } }) => choose(purchase.id, value)}
        />
      ))}
      <LoadMore pages={purchases} />
    </fieldset>
  );
}
