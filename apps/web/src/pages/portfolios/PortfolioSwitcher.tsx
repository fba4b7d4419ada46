import { Select } from '@mantine/core';
import { useNavigate } from 'react-router';
import { usePortfolios } from '../../account/account.js';
import { portfolioPath } from '../../paper/paper.js';
import classes from './PortfolioSwitcher.module.css';

/** From one portfolio to another; nothing where there is only one. */
export function PortfolioSwitcher({ id }: { id: string }) {
  const navigate = useNavigate();
  const portfolios = usePortfolios().data?.items ?? [];
  if (portfolios.length < 2) return null;
  return (
    <Select
      aria-label="Portfolio"
      size="sm"
      className={classes.select}
      data={portfolios.map(({ id: value, name }) => ({ value, label: name }))}
      value={portfolios.some((each) => each.id === id) ? id : null}
      placeholder="Another portfolio"
      allowDeselect={false}
      onChange={(next) => {
        const chosen = portfolios.find((each) => each.id === next);
        if (chosen) void navigate(portfolioPath(chosen));
      }}
    />
  );
}
