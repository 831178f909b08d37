/** What an action and a kind of interaction have in common. */
import { NativeSelect, NumberInput, Switch, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { TAG_COLORS } from '@/shared/ui/Tag';
import s from '../Works.module.css';
import { CATEGORIES, type Category } from './api';

export interface Common {
  display_name: string;
  category: Category;
  color: string;
  position: number;
  touch: boolean;
}

export const commonOf = (entry?: Common): Common => ({
  display_name: entry?.display_name ?? '',
  category: entry?.category || 'TASK',
  color: entry?.color || 'gray',
  position: entry?.position ?? 0,
  touch: entry?.touch ?? false,
});

interface Props<T extends Common> {
  values: T;
  errors: Record<string, string>;
  onChange: (values: T) => void;
}

export function CommonFields<T extends Common>({ values, errors, onChange }: Props<T>) {
  const { t } = useTranslation();
  const set = (patch: Partial<Common>) => onChange({ ...values, ...patch });
  return (
    <>
      <TextInput
        data-autofocus
        required
        label={t('workSettings.name')}
        maxLength={120}
        value={values.display_name}
        error={errors.display_name}
        onChange={(event) => set({ display_name: event.currentTarget.value })}
      />
      <div className={s.two}>
        <NativeSelect
          label={t('workSettings.category')}
          value={values.category}
          data={CATEGORIES.map((value) => ({ value, label: t(`enums.WorkAction.Category.${value}`) }))}
          onChange={(event) => set({ category: event.currentTarget.value as Category })}
        />
        <NativeSelect
          label={t('workSettings.color')}
          value={values.color}
          data={TAG_COLORS.map((value) => ({ value, label: t(`workSettings.colors.${value}`) }))}
          onChange={(event) => set({ color: event.currentTarget.value })}
        />
      </div>
      <NumberInput
        label={t('workSettings.position')}
        min={0}
        max={10_000}
        value={values.position}
        error={errors.position}
        onChange={(position) => set({ position: Number(position) || 0 })}
      />
      <Switch
        label={t('workSettings.touch')}
        description={t('workSettings.touchHint')}
        checked={values.touch}
        onChange={(event) => set({ touch: event.currentTarget.checked })}
      />
    </>
  );
}
