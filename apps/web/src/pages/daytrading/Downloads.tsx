import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { downloadLog, downloadState, type Workload } from '../../daytrading/daytrading.js';
import { notifyProblem } from '../../forms/notify.js';
import { problemSentence } from '../../problem.js';

/** What a run leaves behind, as files. */
export const Downloads = ({ workload }: { workload: Workload }) => (
  <>
    <DownloadButton label="Log (XML)" download={() => downloadLog(workload)} />
    <DownloadButton label="State (JSON)" download={() => downloadState(workload)} />
  </>
);

function DownloadButton({ label, download }: { label: string; download: () => Promise<void> }) {
  const [isLoading, setLoading] = useState(false);
  const start = async () => {
    setLoading(true);
    await download().catch((error: unknown) => notifyProblem('Nothing was saved', problemSentence(error)));
    setLoading(false);
  };
  return (
    <Button
      size="sm"
      variant="default"
      leftSection={<IconDownload size={18} stroke={1.75} aria-hidden />}
      loading={isLoading}
      onClick={() => void start()}
    >
      {label}
    </Button>
  );
}
