import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/shared/api/types';
import { reasonText } from '@/shared/lib/errors';
import s from './Accounting.module.css';

/** Whether accounting has an invoice; nothing if none is exchanged. */
export function AccountingNote({ about }: { about: Schemas['InvoiceAccounting'] | null }) {
  const { t } = useTranslation();
  if (!about) return null;
  return (
    <span className={s.about}>
      {t(`enums.AccountingLink.State.${about.state}`)}
      {about.error_reason && `: ${reasonText(about.error_reason)}`}
    </span>
  );
}
