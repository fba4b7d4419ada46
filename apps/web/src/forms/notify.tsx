import { notifications } from '@mantine/notifications';
import { IconCheck } from '@tabler/icons-react';

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
