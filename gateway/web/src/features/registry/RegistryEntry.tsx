import { Button } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Counterparty } from '@/shared/api/types';
import { date, dateTime } from '@/shared/lib/format';
import { useCan } from '@/shared/session/session';
import { Tag } from '@/shared/ui/Tag';
import { toastDone } from '@/shared/ui/toast';
import { useRefresh } from './api';
import type { Entry, Values } from './model';
import s from './Registry.module.css';
import { RegistryFill } from './RegistryFill';
import { statusColor, statusText } from './texts';
import { type LookupOptions, useRegistryLookup } from './useRegistryLookup';

interface Props {
  row: Counterparty;
  writable: LookupOptions['writable'];
  save: (patch: Values) => void;
}

/** On the card: what the registry said last, and the buttons that ask it. */
export function RegistryEntry({ row, writable, save }: Props) {
  const { t } = useTranslation();
  const can = useCan();
  const refresh = useRefresh();
  const lookup = useRegistryLookup({ current: row, writable, onFill: save, confirmFirst: true });
  if (row.kind === 'INDIVIDUAL' || row.state === 'DELETED') return null;
  return (
    <div className={s.entry}>
      {row.registry && <Facts entry={row.registry} />}
      <RegistryFill lookup={lookup} inn={row.inn} kpp={row.kpp}>
        {can('registry.read') && row.inn && (
          <Button
            variant="default"
            size="compact-md"
            leftSection={<IconRefresh size={15} />}
            loading={refresh.isPending}
            onClick={() => refresh.mutate(row.name, { onSuccess: () => toastDone(t('registry.refreshed')) })}
          >
            {t('registry.refresh')}
          </Button>
        )}
      </RegistryFill>
    </div>
  );
}

function Facts({ entry }: { entry: Entry }) {
  const { t } = useTranslation();
  const director = [entry.director_post, entry.director_name].filter(Boolean).join(' ');
  const facts: [string, string][] = [
    ['director', director && t('registry.director', { who: director })],
    ['disqualified', entry.disqualified ? t('registry.disqualified') : ''],
    ['invalid', entry.invalid ? t('registry.invalid') : ''],
    ['okved', entry.okved && t('registry.okved', { code: entry.okved })],
    ['ended', entry.liquidation_date ? t('registry.liquidated', { date: date(entry.liquidation_date) }) : ''],
    ['checked', entry.check_time ? t('registry.checked', { time: dateTime(entry.check_time) }) : ''],
  ];
  return (
    <div className={s.found}>
      <div className={s.line}>
        <span className={s.strong}>{t('registry.title')}</span>
        <Tag color={entry.status ? statusColor(entry.status) : 'gray'} dot>
          {entry.status ? statusText(entry.status) : t('registry.unknownInn')}
        </Tag>
      </div>
      {facts
        .filter(([, text]) => text)
        .map(([key, text]) => (
          <div key={key} className={s.hint}>
            {text}
          </div>
        ))}
    </div>
  );
}
