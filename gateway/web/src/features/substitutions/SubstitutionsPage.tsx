import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '@/shared/session/session';
import { NoRight } from '@/shared/ui/NoRight';
import { PageHead } from '@/shared/ui/PageHead';
import { SubstitutionForm } from './SubstitutionForm';
import { SubstitutionList } from './SubstitutionList';
import s from './Substitutions.module.css';

/** All substitutions of the people one answers for. */
export function SubstitutionsPage() {
  const { t } = useTranslation();
  const can = useCan();
  const [adding, setAdding] = useState(false);
  if (!can('substitutions.read')) return <NoRight permission="substitutions.read" />;
  const writes = can('substitutions.write');
  return (
    <div className={s.page}>
      <PageHead title={t('subs.title')}>
        {writes && (
          <Button leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>
            {t('subs.appoint')}
          </Button>
        )}
      </PageHead>
      <div className={s.body}>
        <p className={s.note}>{t('subs.hint')}</p>
        <SubstitutionList user="" writes={writes} />
      </div>
      {adding && <SubstitutionForm absent="" onClose={() => setAdding(false)} />}
    </div>
  );
}
