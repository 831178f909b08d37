import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { seriesQuery } from './api';
import { ruleWords } from './rule';

/** How a work repeats, in words, and the way to all that do. */
export function RuleLink({ name }: { name: string }) {
  const { t, i18n } = useTranslation();
  const { data } = useQuery({ ...seriesQuery(name), retry: false });
  const words = data && ruleWords(t, i18n.language, data, data.work?.when?.start_date ?? '');
  return (
    <Link className="link" to="/repeated-works">
      {words || t('series.mark')}
    </Link>
  );
}
