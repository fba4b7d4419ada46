import { ActionIcon, Menu } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconPlus, IconStar, IconStarFilled } from '@tabler/icons-react';
import { useState } from 'react';
import { WatchlistModal, type WatchlistAction } from './WatchlistModal.js';
import { useWatchlistChanges, useWatchlists } from './watchlists.js';
import classes from './WatchMenu.module.css';

type WatchMenuProps = {
  symbol: string;
  /** In a list that shows in its own order: moves by so many places. */
  onMove?: ((places: number) => void) | undefined;
};

/** A star that says whether an instrument is in a list of one's own, and puts it there. */
export function WatchMenu({ symbol, onMove }: WatchMenuProps) {
  const lists = useWatchlists();
  const { add, remove } = useWatchlistChanges();
  // Not there before it is needed: a table has hundreds of stars.
  const [action, setAction] = useState<WatchlistAction | null | undefined>();
  const isWatched = lists.some(({ symbols }) => symbols.includes(symbol));
  const Star = isWatched ? IconStarFilled : IconStar;
  return (
    <span className={classes.above}>
      <Menu position="bottom-end" width={240} radius="md" withInitialFocusPlaceholder={false}>
        <Menu.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={36}
            aria-label={isWatched ? `Watchlists with ${symbol}` : `Add ${symbol} to a watchlist`}
          >
            <Star size={18} stroke={1.6} aria-hidden className={isWatched ? classes.watched : classes.star} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {onMove && (
            <>
              <Menu.Item
                leftSection={<IconArrowUp size={18} stroke={1.6} />}
                closeMenuOnClick={false}
                onClick={() => onMove(-1)}
              >
                Move up
              </Menu.Item>
              <Menu.Item
                leftSection={<IconArrowDown size={18} stroke={1.6} />}
                closeMenuOnClick={false}
                onClick={() => onMove(1)}
              >
                Move down
              </Menu.Item>
              <Menu.Divider />
            </>
          )}
          {lists.map(({ id, name, symbols }) => (
            <Menu.CheckboxItem
              key={id}
              checked={symbols.includes(symbol)}
              onChange={(checked) => (checked ? add : remove)(id, symbol)}
            >
              {name}
            </Menu.CheckboxItem>
          ))}
          <Menu.Item
            leftSection={<IconPlus size={18} stroke={1.6} />}
            onClick={() => setAction({ do: 'create', symbol })}
          >
            New list with {symbol}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {action !== undefined && <WatchlistModal action={action} onClose={() => setAction(null)} />}
    </span>
  );
}
