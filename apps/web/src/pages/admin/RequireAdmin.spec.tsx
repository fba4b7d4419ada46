import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { showPage } from '../../../test/page.js';
import { signedInAs } from '../../../test/person.js';
import RequireAdmin from './RequireAdmin.js';

it.each([
  ['an administrator', 'admin', 'Administration', true],
  ['an ordinary person', 'user', 'For administrators', false],
] as const)('shows %s what is theirs', (_, role, heading, hasSections) => {
  signedInAs(role);
  showPage(<RequireAdmin />);

  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe(heading);
  expect(screen.queryByRole('link', { name: 'Ledger check' }) !== null).toBe(hasSections);
});
