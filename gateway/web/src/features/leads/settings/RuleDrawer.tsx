import { NumberInput, TagsInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors } from '@/shared/lib/errors';
import { EntryDrawer } from '@/shared/ui/EntryDrawer';
import { ListInput } from '@/shared/ui/fields/ListInput';
import { MoneyInput } from '@/shared/ui/fields/MoneyInput';
import { PersonPicker, SegmentsPicker } from '@/shared/ui/fields/pickers';
import { type Rule, useSaveRule } from './api';
import { Position } from './Position';

const LISTS = ['territories', 'sources', 'campaigns'] as const;
type Share = Rule['candidates'][number];

/** For which leads, and who takes them in turn. */
export default function RuleDrawer({ rule, onClose }: { rule?: Rule; onClose: () => void }) {
  const { t } = useTranslation();
  const save = useSaveRule();
  const errors = fieldErrors(save.error);
  const [values, setValues] = useState({
    display_name: rule?.display_name ?? '',
    position: rule?.position ?? 0,
    segments: rule?.segments ?? [],
    territories: rule?.territories ?? [],
    sources: rule?.sources ?? [],
    campaigns: rule?.campaigns ?? [],
    min_amount: rule?.min_amount ?? null,
    candidates: rule?.candidates ?? ([{ user: '', capacity: 0 }] as Share[]),
  });
  const set = (patch: Partial<typeof values>) => setValues((before) => ({ ...before, ...patch }));
  return (
    <EntryDrawer
      title={rule?.display_name ?? t('leads.setup.new')}
      save={save}
      values={{
        ...values,
        candidates: values.candidates.filter(({ user }) => user),
        name: rule?.name,
        etag: rule?.etag,
      }}
      onClose={onClose}
    >
      <TextInput
        data-autofocus
        required
        label={t('leads.setup.name')}
        value={values.display_name}
        error={errors.display_name}
        onChange={(event) => set({ display_name: event.currentTarget.value })}
      />
      <Position value={values.position} error={errors.position} onChange={(position) => set({ position })} />
      <SegmentsPicker
        rules
        label={t('leads.setup.segments')}
        value={values.segments}
        onChange={(segments) => set({ segments })}
      />
      {LISTS.map((field) => (
        <TagsInput
          key={field}
          label={t(`leads.setup.${field}`)}
          value={values[field]}
          error={errors[field]}
          onChange={(next) => set({ [field]: next })}
        />
      ))}
      <MoneyInput
        label={t('leads.setup.minAmount')}
        value={values.min_amount}
        error={errors.min_amount}
        onChange={(min_amount) => set({ min_amount })}
      />
      <b>{t('leads.setup.who')}</b>
      {errors.candidates && <span role="alert">{errors.candidates}</span>}
      <ListInput<Share>
        items={values.candidates}
        blank={{ user: '', capacity: 0 }}
        addLabel={t('leads.setup.addPerson')}
        onChange={(candidates) => set({ candidates })}
      >
        {(share, change, index) => (
          <>
            <PersonPicker
              label={t('leads.setup.person')}
              value={share.user}
              error={errors[`candidates[${index}].user`]}
              onChange={(user) => change({ user })}
            />
            <NumberInput
              label={t('leads.setup.capacity')}
              min={0}
              max={100_000}
              allowDecimal={false}
              value={share.capacity}
              error={errors[`candidates[${index}].capacity`]}
              onChange={(next) => change({ capacity: Number(next) || 0 })}
            />
          </>
        )}
      </ListInput>
    </EntryDrawer>
  );
}
