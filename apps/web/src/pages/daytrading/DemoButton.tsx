import { Button } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useRefreshWorkloads } from '../../daytrading/daytrading.js';
import { startDemo } from '../../daytrading/demo-run.js';
import { notifyProblem } from '../../forms/notify.js';
import { problemSentence } from '../../problem.js';

/** Begins a small workload, and leads to where one sees it run. */
export function DemoButton({ size = 'md' }: { size?: 'sm' | 'md' }) {
  const navigate = useNavigate();
  const refresh = useRefreshWorkloads();
  const [isStarting, setStarting] = useState(false);
  const start = async () => {
    setStarting(true);
    try {
      const id = await startDemo();
      void refresh();
      await navigate(`/daytrading/${id}`);
    } catch (error) {
      notifyProblem('The demo was not started', problemSentence(error));
      setStarting(false);
    }
  };
  return (
    <Button
      size={size}
      leftSection={<IconPlayerPlay size={18} stroke={1.75} aria-hidden />}
      loading={isStarting}
      onClick={() => void start()}
    >
      Start a demo
    </Button>
  );
}
