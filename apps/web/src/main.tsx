import './component-styles.js';
import '@tradeyard/ui/tokens.css';
import './base.css';
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { session } from './api.js';
import { createQueryClient } from './queries.js';
import { Router } from './router.js';
import { resolveVariables, theme } from './theme.js';

const queries = createQueryClient();
// What one person has read must not be there for the next.
session.subscribe(() => {
  if (session.getState().status === 'signedOut') queries.clear();
});
void session.restore();

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element with the id "root"');
createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={resolveVariables} defaultColorScheme="auto">
      <QueryClientProvider client={queries}>
        <Router />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
