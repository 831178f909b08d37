import { IconCopy } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { idOf } from '@/shared/api/client';
import type { Counterparty } from '@/shared/api/types';
import { dateTime } from '@/shared/lib/format';
import s from './Duplicates.module.css';

/** On the card of a client who was made although there was such a one: when, and whom he repeats. */
export function BypassNote({ bypass }: { bypass: NonNullable<Counterparty['duplicates_bypass']> }) {
  const { t } = useTranslation();
  return (
    <div className={s.bypass} role="status">
      <IconCopy size={16} aria-hidden />
      <span>
        {t('duplicates.bypassed')}
        {bypass.time && ` · ${dateTime(bypass.time)}`}
      </span>
      {bypass.candidates.map((name, at) => (
        <Link key={name} className="link" to="/counterparties/$id" params={{ id: idOf(name) }}>
          {t('duplicates.bypassedWhom', { number: at + 1 })}
        </Link>
      ))}
    </div>
  );
}
