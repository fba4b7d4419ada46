import { Select } from '@mantine/core';
import { useNavigate } from 'react-router';
import { usePortfolios } from '../../account/account.js';
import { portfolioPath } from '../../paper/paper.js';
import classes from './PortfolioSwitcher.module.css';

type PortfolioSwitcherProps = {
  id: string;
  /** The page of the other one that is opened: what it holds unless given. */
  section?: string;
};

const all = { value: 'all', label: 'All together' };

/** From one portfolio to another, or to all of them; nothing where there is only one. */
export function PortfolioSwitcher({ id, section }: PortfolioSwitcherProps) {
  const navigate = useNavigate();
  const portfolios = usePortfolios().data?.items ?? [];
  if (portfolios.length < 2) return null;
  const options = [
    ...(section === undefined ? [] : [all]),
    ...portfolios.map(({ id: value, name }) => ({ value, label: name })),
  ];
  return (
    <Select
      aria-label="Portfolio"
      size="sm"
      className={classes.select}
      data={options}
      value={options.some(({ value }) => value === id) ? id : null}
      placeholder="Another portfolio"
      allowDeselect={false}
      onChange={(next) => {
        const chosen = portfolios.find((each) => each.id === next);
        if (next !== null && section !== undefined) void navigate(`/portfolios/${next}/${section}`);
        else if (chosen) void navigate(portfolioPath(chosen));
      }}
    />
  );
}
