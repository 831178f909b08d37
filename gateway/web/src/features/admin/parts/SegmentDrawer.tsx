import { SegmentedControl, Text, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import type { Segment } from '@/shared/api/types';
import { fieldErrors } from '@/shared/lib/errors';
import { FormDrawer } from '@/shared/ui/FormDrawer';
import { TAG_COLORS, Tag } from '@/shared/ui/Tag';
import { toastDone } from '@/shared/ui/toast';
import { useCreateSegment, useUpdateSegment } from '../api';
import { blankRule, isComplete, type Rule } from '../rules';
import s from './Admin.module.css';
import { Refusal } from './Refusal';
import { RuleBuilder } from './RuleBuilder';
import c from './SegmentDrawer.module.css';

interface Props {
  segment: Segment | null;
  onClose: () => void;
}

export function SegmentDrawer({ segment, onClose }: Props) {
  const { t } = useTranslation();
  const create = useCreateSegment();
  const update = useUpdateSegment();
  const form = useForm({
    initialValues: {
      display_name: segment?.display_name ?? '',
      color: segment?.color || 'blue',
      description: segment?.description ?? '',
      rule: segment?.rule ?? (null as Rule | null),
    },
    validate: {
      display_name: (value) => (value.trim() ? null : t('adminUi.user.required')),
      rule: (value) => (value && !isComplete(value) ? t('segmentRules.incomplete') : null),
    },
  });
  const name = form.values.display_name;
  const done = (text: string) => ({
    onSuccess: () => {
      toastDone(t(text, { name }));
      onClose();
    },
    onError: (error: unknown) => form.setErrors(fieldErrors(error)),
  });
  const submit = form.onSubmit((values) =>
    segment
      ? update.mutate(
          { name: segment.name, etag: segment.etag, ...values, rule: sent(values.rule) },
          done('adminUi.segments.saved'),
        )
      : create.mutate({ ...values, rule: sent(values.rule) }, done('adminUi.segments.created')),
  );
  return (
    <FormDrawer
      title={t(segment ? 'adminUi.segments.one' : 'adminUi.segments.new')}
      size={480}
      action={t(segment ? 'ui.save' : 'ui.create')}
      saving={create.isPending || update.isPending}
      onSubmit={submit}
      onClose={onClose}
    >
      <Refusal error={create.error ?? update.error} known={form.errors} onRefresh={onClose} />
      <TextInput
        data-autofocus
        required
        maxLength={100}
        label={t('adminUi.segments.name')}
        {...form.getInputProps('display_name')}
      />
      <fieldset className={s.plain}>
        <legend className={c.legend}>{t('adminUi.segments.color')}</legend>
        <div className={c.colors}>
          {TAG_COLORS.map((color) => (
            <label key={color} className={c.color} data-on={form.values.color === color || undefined}>
              <input
                type="radio"
                name="color"
                className="visuallyHidden"
                checked={form.values.color === color}
                onChange={() => form.setFieldValue('color', color)}
              />
              <Tag color={color} dot>
                {t(`adminUi.segments.colors.${color}`)}
              </Tag>
            </label>
          ))}
        </div>
      </fieldset>
      <Textarea
        label={t('adminUi.segments.description')}
        maxLength={500}
        {...form.getInputProps('description')}
      />
      <SegmentedControl
        fullWidth
        aria-label={t('segmentRules.how')}
        data={[
          { value: 'hand', label: t('segmentRules.byHand') },
          { value: 'rule', label: t('segmentRules.byRule') },
        ]}
        value={form.values.rule ? 'rule' : 'hand'}
        onChange={(how) => form.setFieldValue('rule', how === 'rule' ? (segment?.rule ?? blankRule) : null)}
      />
      {form.values.rule ? (
        <RuleBuilder
          segment={segment?.name ?? ''}
          rule={form.values.rule}
          onChange={(rule) => form.setFieldValue('rule', rule)}
        />
      ) : (
        segment?.rule && (
          <Text size="sm" c="dimmed">
            {t('segmentRules.keeps')}
          </Text>
        )
      )}
    </FormDrawer>
  );
}

/** The document of the API has no word for a message that is taken away: null, as everywhere. */
const sent = (rule: Rule | null) => rule as Rule;
