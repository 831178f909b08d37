import { Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { cappedCount } from '@/shared/lib/format';
import { useCan } from '@/shared/session/session';
import { countQuery } from './api';
import { useZone } from './useZone';

/** With how many are open; of a card that brought no texts of works, with the word of its own. */
export function WorksTab({ of, label }: { of: string; label: string }) {
  useTranslation();
  const enabled = useCan()('works.read');
  const open = useQuery({ ...countQuery({ link: of }, useZone()), enabled }).data;
  if (!enabled) return null;
  return (
    <Tabs.Tab value="works">
      {label}
      {open?.count ? ` · ${cappedCount(Number(open.count), open.capped)}` : ''}
    </Tabs.Tab>
  );
}
