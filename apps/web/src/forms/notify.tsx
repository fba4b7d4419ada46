import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconAlertTriangle, IconBell, IconCheck } from '@tabler/icons-react';

/** Says in a corner what has just happened. */
export function notifyDone(title: string, message?: string): void {
  notifications.show({
    title,
    message,
    icon: <IconCheck size={18} aria-hidden />,
    color: 'var(--gain-solid)',
    withBorder: true,
    closeButtonProps: { 'aria-label': 'Dismiss' },
  });
}

/** Says in a corner what has just happened, with a button that takes it back. It stays longer than others. */
export function notifyUndo(title: string, undo: () => Promise<void>): void {
  const id = notifications.show({
    title,
    message: (
      <Button
        size="compact-sm"
        variant="default"
        mt={6}
        onClick={() => {
          notifications.hide(id);
          void undo();
        }}
      >
        Undo
      </Button>
    ),
    icon: <IconCheck size={18} aria-hidden />,
    color: 'var(--gain-solid)',
    withBorder: true,
    autoClose: undoMs,
    closeButtonProps: { 'aria-label': 'Dismiss' },
  });
}

/** Long enough to read it and to reach the button. */
const undoMs = 15_000;

/** Says in a corner what was not done, where no form could say it. */
export function notifyProblem(title: string, message: string): void {
  notifications.show({
    title,
    message,
    role: 'alert',
    icon: <IconAlertTriangle size={18} aria-hidden />,
    color: 'var(--loss-solid)',
    withBorder: true,
    closeButtonProps: { 'aria-label': 'Dismiss' },
  });
}

/** Says in a corner what has happened without one's doing. */
export function notifyNews(title: string, message?: string): void {
  notifications.show({
    title,
    message,
    icon: <IconBell size={18} aria-hidden />,
    color: 'var(--accent)',
    withBorder: true,
    autoClose: newsMs,
    closeButtonProps: { 'aria-label': 'Dismiss' },
  });
}

/** Nobody waits for it, so it stays a little longer. */
const newsMs = 12_000;
