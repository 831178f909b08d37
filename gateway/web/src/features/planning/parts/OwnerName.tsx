import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { usersQuery } from '@/shared/session/directory';

/** Whose work it is: the cards of grids have no room for names. */
export function OwnerName({ user }: { user: string }) {
  const { t } = useTranslation();
  const { data } = useQuery(usersQuery(user ? [user] : []));
  if (!user) return <>{t('planner.nobody')}</>;
  return <>{data?.[0]?.display_name ?? '…'}</>;
}
