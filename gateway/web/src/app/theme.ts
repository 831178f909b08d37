/** Mantine's face: colours, sizes and defaults. Exact measures of parts are in theme.module.css. */
import { createTheme, type MantineColorsTuple } from '@mantine/core';
import s from './theme.module.css';

const brand: MantineColorsTuple = [
  '#eef0ff',
  '#dfe2ff',
  '#bdc2fb',
  '#999ff6',
  '#7a80f1',
  '#6366ee',
  '#4f46e5',
  '#4338ca',
  '#4036c4',
  '#3d33bb',
];
const dark: MantineColorsTuple = [
  '#e9ebf0',
  '#b0b8c5',
  '#8f99a8',
  '#5d6675',
  '#39404d',
  '#272c36',
  '#1f242d',
  '#16191f',
  '#12151a',
  '#0e1014',
];

/** White on its sixth shade and the sixth shade on white both reach 4.5 : 1. */
const red: MantineColorsTuple = [
  '#fdecec',
  '#fad6d7',
  '#f4abad',
  '#ff8585',
  '#e5585c',
  '#d83b41',
  '#c8292f',
  '#b02329',
  '#941d22',
  '#72171b',
];

const field = { input: s.input, label: s.label, error: s.error, description: s.description };
const floating = { shadow: 'md' as const, transitionProps: { duration: 90 } };

/** By name, not by import: a component's code comes with the first page that uses it. */
const part = <T extends { defaultProps?: object; classNames?: Record<string, string | undefined> }>(
  settings: T,
) => settings;

export const theme = createTheme({
  primaryColor: 'brand',
  primaryShade: { light: 6, dark: 6 },
  colors: { brand, dark, red },
  fontFamily: "'Inter Variable', system-ui, 'Segoe UI', Roboto, sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', 'Cascadia Mono', 'Roboto Mono', Consolas, monospace",
  fontSizes: { xs: '12px', sm: '13.5px', md: '14.5px', lg: '17px', xl: '20px' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: part({ defaultProps: { size: 'xs' }, classNames: { root: s.button } }),
    ActionIcon: part({ defaultProps: { variant: 'subtle', color: 'gray', size: 32 } }),
    TextInput: part({ defaultProps: { size: 'xs' }, classNames: field }),
    Autocomplete: part({ defaultProps: { size: 'xs' }, classNames: field }),
    NativeSelect: part({ defaultProps: { size: 'xs' }, classNames: field }),
    NumberInput: part({ defaultProps: { size: 'xs' }, classNames: field }),
    PasswordInput: part({ defaultProps: { size: 'xs' }, classNames: field }),
    Textarea: part({
      defaultProps: { size: 'xs', autosize: true, minRows: 2, maxRows: 12 },
      classNames: { ...field, input: s.area },
    }),
    Select: part({
      defaultProps: { size: 'xs', comboboxProps: floating },
      classNames: { ...field, option: s.option },
    }),
    Checkbox: part({ classNames: { label: s.check, description: s.description } }),
    Radio: part({ classNames: { label: s.check, description: s.description } }),
    CheckboxGroup: part({ classNames: field }),
    Switch: part({ classNames: { description: s.description } }),
    MultiSelect: part({
      defaultProps: { size: 'xs', comboboxProps: floating },
      classNames: { ...field, input: s.multi, option: s.option },
    }),
    TagsInput: part({ defaultProps: { size: 'xs' }, classNames: { ...field, input: s.multi } }),
    SegmentedControl: part({ defaultProps: { size: 'xs' } }),
    Menu: part({
      defaultProps: { ...floating, radius: 'md', withInitialFocusPlaceholder: false },
      classNames: { item: s.menuItem },
    }),
    Popover: part({ defaultProps: { ...floating, radius: 'md' } }),
    Tooltip: part({ defaultProps: { openDelay: 350, withArrow: true, fz: 12 } }),
    Tabs: part({ classNames: { tab: s.tab } }),
    Modal: part({
      defaultProps: {
        radius: 'lg',
        centered: true,
        overlayProps: { backgroundOpacity: 0.4 },
        transitionProps: { duration: 110 },
      },
      classNames: { title: s.modalTitle },
    }),
    Drawer: part({
      defaultProps: {
        position: 'right',
        overlayProps: { backgroundOpacity: 0.3 },
        transitionProps: { duration: 140 },
      },
      classNames: { title: s.modalTitle },
    }),
  },
});
