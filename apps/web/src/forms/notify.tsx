import { notifications } from '@mantine/notifications';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';

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
