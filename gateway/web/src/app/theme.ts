/** Mantine's face: colours, sizes and defaults. Exact measures of parts are in theme.module.css. */
import {
  ActionIcon,
  Button,
  createTheme,
  Drawer,
  type MantineColorsTuple,
  Menu,
  Modal,
  MultiSelect,
  NativeSelect,
  NumberInput,
  PasswordInput,
  Popover,
  SegmentedControl,
  Select,
  Tabs,
  TagsInput,
  Textarea,
  TextInput,
  Tooltip,
} from '@mantine/core';
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
  '#3730a3',
  '#2a2478',
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

const field = { input: s.input, label: s.label, error: s.error, description: s.description };
const floating = { shadow: 'md' as const, transitionProps: { duration: 90 } };

export const theme = createTheme({
  primaryColor: 'brand',
  primaryShade: { light: 6, dark: 6 },
  colors: { brand, dark },
  fontFamily: "'Inter Variable', system-ui, 'Segoe UI', Roboto, sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', 'Cascadia Mono', 'Roboto Mono', Consolas, monospace",
  fontSizes: { xs: '12px', sm: '13.5px', md: '14.5px', lg: '17px', xl: '20px' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: Button.extend({ defaultProps: { size: 'xs' }, classNames: { root: s.button } }),
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'subtle', color: 'gray', size: 32 } }),
    TextInput: TextInput.extend({ defaultProps: { size: 'xs' }, classNames: field }),
    NativeSelect: NativeSelect.extend({ defaultProps: { size: 'xs' }, classNames: field }),
    NumberInput: NumberInput.extend({ defaultProps: { size: 'xs' }, classNames: field }),
    PasswordInput: PasswordInput.extend({ defaultProps: { size: 'xs' }, classNames: field }),
    Textarea: Textarea.extend({
      defaultProps: { size: 'xs', autosize: true, minRows: 2, maxRows: 12 },
      classNames: { ...field, input: s.area },
    }),
    Select: Select.extend({ defaultProps: { size: 'xs', comboboxProps: floating }, classNames: field }),
    MultiSelect: MultiSelect.extend({
      defaultProps: { size: 'xs', comboboxProps: floating },
      classNames: { ...field, input: s.multi },
    }),
    TagsInput: TagsInput.extend({ defaultProps: { size: 'xs' }, classNames: { ...field, input: s.multi } }),
    SegmentedControl: SegmentedControl.extend({ defaultProps: { size: 'xs' } }),
    Menu: Menu.extend({ defaultProps: { ...floating, radius: 'md' }, classNames: { item: s.menuItem } }),
    Popover: Popover.extend({ defaultProps: { ...floating, radius: 'md' } }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 350, withArrow: true, fz: 12 } }),
    Tabs: Tabs.extend({ classNames: { tab: s.tab } }),
    Modal: Modal.extend({
      defaultProps: {
        radius: 'lg',
        centered: true,
        overlayProps: { backgroundOpacity: 0.4 },
        transitionProps: { duration: 110 },
      },
      classNames: { title: s.modalTitle },
    }),
    Drawer: Drawer.extend({
      defaultProps: {
        position: 'right',
        overlayProps: { backgroundOpacity: 0.3 },
        transitionProps: { duration: 140 },
      },
      classNames: { title: s.modalTitle },
    }),
  },
});
