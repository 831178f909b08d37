import { useTranslation } from 'react-i18next';
import { Tag } from '@/shared/ui/Tag';
import type { Entry } from './model';
import { statusColor, statusText } from './texts';

/** Beside a client's name: only what is a reason to look. */
export function RegistryBadge({ entry }: { entry: Entry | null }) {
  const { t } = useTranslation();
  if (!entry) return null;
  return (
    <>
      {entry.status && entry.status !== 'ACTIVE' && (
        <Tag color={statusColor(entry.status)} dot title={t('registry.badge')}>
          {statusText(entry.status)}
        </Tag>
      )}
      {entry.invalid && (
        <Tag color="red" dot title={t('registry.badge')}>
          {t('registry.invalid')}
        </Tag>
      )}
    </>
  );
}
