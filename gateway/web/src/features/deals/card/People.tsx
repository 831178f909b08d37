import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { usersQuery } from '@/shared/session/directory';
import { useCan } from '@/shared/session/session';

/** Colleagues by their names; who may not look them up is told how many they are. */
export function People({ of }: { of: readonly string[] }) {
  const { t } = useTranslation();
  const reads = useCan()('users.read');
  const { data } = useQuery({ ...usersQuery(of), enabled: reads });
  if (!data) return t('qualification.people', { count: of.length });
  return data.map(({ display_name }) => display_name).join(', ');
}
