import { Card, formatMoment, MoneyText } from '@tradeyard/ui';
import type { League } from '../../paper/paper.js';
import { FactList } from '../FactList.js';
import { modelFacts } from '../portfolios/model-facts.js';
import classes from './LeaguePage.module.css';
import { ruleSentences } from './league-words.js';

/** The rules in words, when it is, and how orders are filled. */
export const LeagueFacts = ({ league }: { league: League }) => (
  <Card title="Rules">
    <ul className={classes.rules}>
      {ruleSentences(league.rules).map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
    <FactList
      facts={[
        { label: 'Starts', value: formatMoment(league.startsAt) },
        { label: 'Ends', value: formatMoment(league.endsAt) },
        { label: 'Starting cash', value: <MoneyText {...league.startingCash} /> },
        { label: 'Members', value: league.members },
        ...modelFacts(league.models),
      ]}
    />
  </Card>
);
