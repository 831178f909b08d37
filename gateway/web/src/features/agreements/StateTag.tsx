import { useTranslation } from 'react-i18next';
import { Tag } from '@/shared/ui/Tag';
import type { Agreement } from './api';

const COLORS: Record<string, string> = { SUBMITTED: 'yellow', APPROVED: 'green', TERMINATED: 'red' };

export function StateTag({ state }: { state: Agreement['state'] }) {
  const { t } = useTranslation();
  return <Tag color={COLORS[state] ?? 'gray'}>{state && t(`enums.Agreement.State.${state}`)}</Tag>;
}
