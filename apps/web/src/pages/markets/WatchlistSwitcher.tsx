import { ActionIcon, Button, Menu } from '@mantine/core';
import {
  IconArrowLeft,
  IconArrowRight,
  IconDots,
  IconPencil,
  IconPlus,
  IconTrash,
} from '@tabler/icons-react';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { WatchlistModal, type WatchlistAction } from './WatchlistModal.js';
import { useWatchlistChanges, useWatchlists } from './watchlists.js';
import classes from './WatchlistSwitcher.module.css';

/** Chooses between all instruments and one's own lists; the address holds which. */
export function WatchlistSwitcher() {
  const [search, setSearch] = useSearchParams();
  const [action, setAction] = useState<WatchlistAction | null>(null);
  const lists = useWatchlists();
  const chosenId = search.get('list');
  const chosen = lists.find(({ id }) => id === chosenId);
  return (
    <div className={classes.bar}>
      <nav aria-label="Watchlists" className={classes.lists}>
        <ListLink name="All instruments" search={withList(search, null)} isCurrent={chosenId === null} />
        {lists.map(({ id, name }) => (
          <ListLink key={id} name={name} search={withList(search, id)} isCurrent={id === chosenId} />
        ))}
      </nav>
      {chosen && (
        <ListMenu
          name={chosen.name}
          onRename={() => setAction({ do: 'rename', list: chosen })}
          onDelete={() => setAction({ do: 'delete', list: chosen })}
          {...movesOf(
            chosen.id,
            lists.map(({ id }) => id),
          )}
        />
      )}
      <Button
        variant="subtle"
        size="sm"
        leftSection={<IconPlus size={16} stroke={1.75} aria-hidden />}
        onClick={() => setAction({ do: 'create' })}
      >
        New list
      </Button>
      <WatchlistModal
        action={action}
        onClose={() => setAction(null)}
        onDone={(id) => setSearch((before) => withList(before, id), { preventScrollReset: true })}
      />
    </div>
  );
}

const movesOf = (id: string, ids: readonly string[]) => ({
  id,
  isFirst: ids[0] === id,
  isLast: ids.at(-1) === id,
});

/** A search stays while one looks into another list; an order belongs to the table that is left. */
function withList(search: URLSearchParams, id: string | null): URLSearchParams {
  const next = new URLSearchParams(search);
  next.delete('sort');
  if (id === null) next.delete('list');
  else next.set('list', id);
  return next;
}

const ListLink = ({
  name,
  search,
  isCurrent,
}: {
  name: string;
  search: URLSearchParams;
  isCurrent: boolean;
}) => (
  <Link
    to={{ search: search.toString() }}
    className={classes.list}
    aria-current={isCurrent ? 'page' : undefined}
    preventScrollReset
  >
    {name}
  </Link>
);

type ListMenuProps = {
  id: string;
  name: string;
  isFirst: boolean;
  isLast: boolean;
  onRename: () => void;
  onDelete: () => void;
};

function ListMenu({ id, name, isFirst, isLast, onRename, onDelete }: ListMenuProps) {
  const { moveList } = useWatchlistChanges();
  return (
    <Menu position="bottom-end" width={200} radius="md" withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <ActionIcon variant="subtle" size={36} aria-label={`Change ${name}`}>
          <IconDots size={18} stroke={1.75} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPencil size={18} stroke={1.6} />} onClick={onRename}>
          Rename
        </Menu.Item>
        <Menu.Item
          leftSection={<IconArrowLeft size={18} stroke={1.6} />}
          disabled={isFirst}
          onClick={() => moveList(id, -1)}
        >
          Move left
        </Menu.Item>
        <Menu.Item
          leftSection={<IconArrowRight size={18} stroke={1.6} />}
          disabled={isLast}
          onClick={() => moveList(id, 1)}
        >
          Move right
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconTrash size={18} stroke={1.6} />} onClick={onDelete}>
          Delete
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
