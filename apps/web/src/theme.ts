import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

/** The one accent: a clear blue, far from the green and red that mean gain and loss. */
const cobalt: MantineColorsTuple = [
  '#edf1fd',
  '#dbe4fb',
  '#b6c8f7',
  '#8fabf8',
  '#6f93f5',
  '#5b82f0',
  '#2f5bde',
  '#2a50c7',
  '#2343a6',
  '#1c3583',
];

/** Warm greys for the light scheme, so that fields and controls belong to the paper they stand on. */
const gray: MantineColorsTuple = [
  '#fafaf8',
  '#f3f3f0',
  '#e9e8e4',
  '#dedcd6',
  '#d5d4cd',
  '#b3b2ab',
  '#6c7077',
  '#585e67',
  '#33373d',
  '#17191c',
];

/** The same for the dark scheme, from its text to its deepest ground. */
const dark: MantineColorsTuple = [
  '#eceef1',
  '#b9bfc8',
  '#9ba3ae',
  '#656d78',
  '#363b43',
  '#2a2f36',
  '#1e2126',
  '#16181c',
  '#0e1013',
  '#090a0c',
];

export const theme = createTheme({
  primaryColor: 'cobalt',
  primaryShade: 6,
  colors: { cobalt, gray, dark },
  black: '#17191c',
  fontFamily: "-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif",
  headings: { fontWeight: '600' },
  defaultRadius: 'md',
  radius: { md: '10px', lg: '14px' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: 'md' } },
    // Phones zoom into inputs whose letters are smaller than 16 pixels.
    TextInput: { defaultProps: { size: 'md' } },
    PasswordInput: { defaultProps: { size: 'md' } },
    Select: { defaultProps: { size: 'md', checkIconPosition: 'right', maxDropdownHeight: 280 } },
  },
});

const ours = {
  '--mantine-color-text': 'var(--text)',
  '--mantine-color-dimmed': 'var(--text-secondary)',
  '--mantine-color-placeholder': 'var(--text-secondary)',
  '--mantine-color-default': 'var(--surface)',
  '--mantine-color-default-hover': 'var(--surface-hover)',
  '--mantine-color-default-color': 'var(--text)',
  '--mantine-color-default-border': 'var(--line-strong)',
  '--mantine-color-anchor': 'var(--accent-text)',
  '--mantine-color-error': 'var(--loss)',
};

/** The component library's own greys do not reach a contrast of 4.5:1 on our surfaces; ours do. */
export const resolveVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: { ...ours, '--mantine-color-body': '#fafaf8' },
  dark: { ...ours, '--mantine-color-body': '#0e1013' },
});
