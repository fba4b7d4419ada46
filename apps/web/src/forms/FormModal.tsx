import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './FormModal.module.css';

type FormModalProps = { opened: boolean; onClose: () => void; title: string; children: ReactNode };

/** A form above the page. It is put together by hand because the ready-made header is a landmark of the page. */
export const FormModal = ({ opened, onClose, title, children }: FormModalProps) => (
  <Modal.Root
    opened={opened}
    onClose={onClose}
    centered
    radius="lg"
    padding="lg"
    returnFocus
    classNames={{ content: classes.content }}
  >
    <Modal.Overlay />
    <Modal.Content>
      <Modal.Body>
        <div className={classes.header}>
          <Modal.Title className={classes.title}>{title}</Modal.Title>
          <Modal.CloseButton aria-label="Close" className={classes.close} />
        </div>
        {children}
      </Modal.Body>
    </Modal.Content>
  </Modal.Root>
);
