import { ActionIcon, Button, NumberInput, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Stage } from './draft';
import s from './Funnel.module.css';

type Work = Stage['works'][number];

interface Props {
  works: Work[];
  onChange: (works: Work[]) => void;
}

/** Works that are planned when a deal comes into the stage: what, of which kind, and how soon. */
export function PlannedWorks({ works, onChange }: Props) {
  const { t } = useTranslation();
  // Tells rows apart that the server has given no id yet.
  const [keys, setKeys] = useState(() => works.map((_, at) => at));
  const set = (at: number, patch: Partial<Work>) =>
    onChange(works.map((each, place) => (place === at ? { ...each, ...patch } : each)));
  return (
    <fieldset className={s.planned}>
      <legend>{t('funnels.planned')}</legend>
      {works.map((work, at) => (
        <div key={keys[at]} className={s.work}>
          <TextInput
            aria-label={t('funnels.workName')}
            placeholder={t('funnels.workName')}
            maxLength={120}
            value={work.display_name}
            onChange={(event) => set(at, { display_name: event.currentTarget.value })}
          />
          <TextInput
            aria-label={t('funnels.workKey')}
            placeholder={t('funnels.workKey')}
            maxLength={60}
            value={work.key}
            onChange={(event) => set(at, { key: event.currentTarget.value })}
          />
          <NumberInput
            aria-label={t('funnels.workDue')}
            title={t('funnels.workDue')}
            min={0}
            max={365}
            suffix={` ${t('funnels.daysShort')}`}
            allowDecimal={false}
            value={work.due_days}
            onChange={(value) => set(at, { due_days: Number(value) || 0 })}
          />
          <ActionIcon
            aria-label={t('funnels.removeWork', { name: work.display_name })}
            onClick={() => {
              setKeys(keys.filter((_, place) => place !== at));
              onChange(works.filter((_, place) => place !== at));
            }}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </div>
      ))}
      <Button
        variant="default"
        leftSection={<IconPlus size={15} />}
        onClick={() => {
          setKeys([...keys, Date.now()]);
          onChange([...works, { id: '', key: '', display_name: '', due_days: 0 }]);
        }}
      >
        {t('funnels.addWork')}
      </Button>
    </fieldset>
  );
}
