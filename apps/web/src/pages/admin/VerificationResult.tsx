import { IconAlertTriangle, IconShieldCheck } from '@tabler/icons-react';
import { Card, formatQuantity, formatTime } from '@tradeyard/ui';
import type { Schemas } from '../../api.js';
import { FactList } from '../FactList.js';
import { ruleWords } from './rule-words.js';
import classes from './VerificationResult.module.css';

type Verification = Schemas['VerificationDto'];

/** What was checked, and what is wrong where. `at` is when it was asked for. */
export function VerificationResult({ verification, at }: { verification: Verification; at: number }) {
  const { sound, differences, accounts, journals, postings, assets, seconds } = verification;
  const Icon = sound ? IconShieldCheck : IconAlertTriangle;
  return (
    <Card>
      <div className={classes.verdict} data-sound={sound}>
        <span className={classes.icon}>
          <Icon size={24} stroke={1.6} aria-hidden />
        </span>
        <div>
          <h2 className={classes.title}>{sound ? 'The ledger is sound' : headline(differences.length)}</h2>
          <p className={classes.text}>
            {sound
              ? 'Every balance is what its movements make it, to the last cent.'
              : 'Do not correct it by hand. Keep what stands here, and compare it with the last backup.'}
          </p>
        </div>
      </div>
      <FactList
        facts={[
          { label: 'Accounts', value: formatQuantity(String(accounts)) },
          { label: 'Entries', value: formatQuantity(String(journals)) },
          { label: 'Postings', value: formatQuantity(String(postings)) },
          { label: 'Currencies and shares', value: formatQuantity(String(assets)) },
          { label: 'Took', value: `${formatQuantity(String(seconds))} s` },
          { label: 'Checked at', value: formatTime(new Date(at).toISOString()) },
        ]}
      />
      {!sound && (
        <ol className={classes.differences} aria-label="Differences">
          {differences.map((difference, index) => (
            <li key={index} className={classes.difference}>
              <p className={classes.rule}>{ruleWords[difference.rule]}</p>
              <p className={classes.owner}>{place(difference)}</p>
              <p className={classes.text}>{difference.explanation}</p>
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
}

const headline = (count: number): string =>
  count === 1 ? 'The ledger differs in one place' : `The ledger differs in ${count} places or more`;

/** Whose account it is about, in a few words; the sentence below says the rest. */
function place({ account, journalId }: Schemas['DifferenceDto']): string {
  const owner = account && (account.handle === null ? `House (${account.kind})` : `@${account.handle}`);
  return [account && `${owner ?? ''}, ${account.asset}`, journalId && `entry ${journalId}`]
    .filter(Boolean)
    .join(' · ');
}
