import { Drawer } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './SidePanel.module.css';

type SidePanelProps = { opened: boolean; onClose: () => void; title: string; children: ReactNode };

/** What explains a page, beside it. Put together by hand because the ready-made header is a landmark of the page. */
export const SidePanel = ({ opened, onClose, title, children }: SidePanelProps) => (
  <Drawer.Root
    opened={opened}
    onClose={onClose}
    position="right"
    size="lg"
    returnFocus
    classNames={{ content: classes.content }}
  >
    <Drawer.Overlay />
    <Drawer.Content>
      <Drawer.Body className={classes.body}>
        <div className={classes.header}>
          <Drawer.Title className={classes.title}>{title}</Drawer.Title>
          <Drawer.CloseButton aria-label="Close" className={classes.close} />
        </div>
        {children}
      </Drawer.Body>
    </Drawer.Content>
  </Drawer.Root>
);
