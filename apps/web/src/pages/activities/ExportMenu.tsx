import { Button, Menu } from '@mantine/core';
import { IconChevronDown, IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { notifyProblem } from '../../forms/notify.js';
import { problemSentence } from '../../problem.js';
import { exportPortfolio, type ExportFormat } from '../../tracked/tracked.js';

const formats: readonly { format: ExportFormat; label: string; about: string }[] = [
  { format: 'csv', label: 'CSV', about: 'Activities, for a spreadsheet' },
  { format: 'json', label: 'JSON', about: 'Everything, to import again' },
];

/** Saves a portfolio as a file. */
export function ExportMenu({ id, name }: { id: string; name: string }) {
  const [isPending, setPending] = useState(false);
  const run = async (format: ExportFormat): Promise<void> => {
    setPending(true);
    try {
      await exportPortfolio(id, name, format);
    } catch (error) {
      notifyProblem('Nothing was exported', problemSentence(error));
    } finally {
      setPending(false);
    }
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          size="sm"
          variant="default"
          loading={isPending}
          leftSection={<IconDownload size={18} stroke={1.75} aria-hidden />}
          rightSection={<IconChevronDown size={16} stroke={1.75} aria-hidden />}
        >
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {formats.map(({ format, label, about }) => (
          <Menu.Item key={format} onClick={() => void run(format)}>
            <b>{label}</b> · {about}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
