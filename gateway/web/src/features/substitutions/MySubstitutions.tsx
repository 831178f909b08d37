import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan, useProfile } from '@/shared/session/session';
import { SubstitutionForm } from './SubstitutionForm';
import { SubstitutionList } from './SubstitutionList';
import s from './Substitutions.module.css';

/** Who stands in for the signed-in person, and for whom he does. */
export function MySubstitutions() {
  const { t } = useTranslation();
  const can = useCan();
  const me = useProfile().user.name;
  const [adding, setAdding] = useState(false);
  return (
    <div className={s.mine}>
      <SubstitutionList user={me} writes={false} />
      {can('substitutions.write') && (
        <Button variant="default" className={s.add} onClick={() => setAdding(true)}>
          {t('subs.appointMine')}
        </Button>
      )}
      {adding && <SubstitutionForm absent={me} onClose={() => setAdding(false)} />}
    </div>
  );
}
