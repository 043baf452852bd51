import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core'

const accent: MantineColorsTuple = [
  '#e8f2fa',
  '#cfe3f2',
  '#a9cde8',
  '#79b3e0',
  '#4f97cc',
  '#3778a9',
  '#2f6e9e',
  '#1d6596',
  '#175580',
  '#0f3d5e',
]

const dark: MantineColorsTuple = [
  '#e6e9ec',
  '#abb3bb',
  '#929ba4',
  '#5b646d',
  '#4a525b',
  '#2b3036',
  '#22262b',
  '#1a1d21',
  '#131518',
  '#0e1012',
]

const gray: MantineColorsTuple = [
  '#f4f5f7',
  '#e9ebee',
  '#dfe2e6',
  '#d2d6db',
  '#b4bac1',
  '#868f99',
  '#5b646d',
  '#444d56',
  '#2b3238',
  '#171b1f',
]

/** Mantine draws with our tokens: one place decides how anything looks (styles/tokens.css). */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {
    '--mantine-color-body': 'var(--surface)',
    '--mantine-color-text': 'var(--text)',
    '--mantine-color-dimmed': 'var(--text-3)',
    '--mantine-color-default': 'var(--raised)',
    '--mantine-color-default-hover': 'var(--hover)',
    '--mantine-color-default-color': 'var(--text)',
    '--mantine-color-default-border': 'var(--line)',
    '--mantine-color-placeholder': 'var(--text-3)',
    '--mantine-color-anchor': 'var(--accent)',
    '--mantine-color-error': 'var(--text)',
    '--mantine-primary-color-filled': 'var(--accent-fill)',
    '--mantine-primary-color-filled-hover': 'var(--accent-fill-hover)',
    '--mantine-primary-color-light': 'var(--accent-soft)',
    '--mantine-primary-color-light-color': 'var(--accent)',
  },
  light: {},
  dark: {},
})

export const theme = createTheme({
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--mono)',
  primaryColor: 'accent',
  primaryShade: { light: 7, dark: 6 },
  colors: { accent, dark, gray },
  defaultRadius: 4,
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '1.35', sm: '1.45', md: '1.45', lg: '1.4', xl: '1.3' },
  spacing: { xs: '6px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  headings: { fontWeight: '600' },
  components: {
    Button: { defaultProps: { size: 'xs', variant: 'default' } },
    ActionIcon: { defaultProps: { size: 32, variant: 'subtle', color: 'gray' } },
    TextInput: { defaultProps: { size: 'xs' } },
    PasswordInput: { defaultProps: { size: 'xs' } },
    NumberInput: { defaultProps: { size: 'xs' } },
    Autocomplete: { defaultProps: { size: 'xs' } },
    Textarea: { defaultProps: { size: 'xs' } },
    Select: { defaultProps: { size: 'xs', allowDeselect: false, checkIconPosition: 'right' } },
    MultiSelect: { defaultProps: { size: 'xs', checkIconPosition: 'right' } },
    Checkbox: { defaultProps: { size: 'xs' } },
    Switch: { defaultProps: { size: 'xs' } },
    SegmentedControl: { defaultProps: { size: 'xs' } },
    Tooltip: { defaultProps: { openDelay: 300, withArrow: false, fz: 12, multiline: true, maw: 360 } },
    Menu: { defaultProps: { shadow: 'none', offset: 6, transitionProps: { duration: 90 } } },
    Modal: {
      defaultProps: {
        centered: true,
        overlayProps: { backgroundOpacity: 0.4, blur: 0 },
        transitionProps: { duration: 120, transition: 'fade' },
        radius: 6,
      },
    },
    Popover: { defaultProps: { shadow: 'none', transitionProps: { duration: 90 } } },
    Tabs: { defaultProps: { variant: 'default' } },
  },
})
