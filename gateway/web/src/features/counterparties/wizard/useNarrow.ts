import { useMediaQuery } from '@mantine/hooks';

/** A phone: each step is a screen of its own there. */
export const useNarrow = () =>
  useMediaQuery('(max-width: 820px)', undefined, { getInitialValueInEffect: false });
