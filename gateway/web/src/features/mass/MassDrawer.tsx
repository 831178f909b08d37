import { Checkbox, NativeSelect, NumberInput, SegmentedControl, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { watchJob } from '@/features/jobs';
import { actionsQuery } from '@/features/works/api';
import { useZone } from '@/features/works/useZone';
import { todayIn } from '@/shared/lib/dates';
import { errorText, fieldErrors } from '@/shared/lib/errors';
import { FormDrawer } from '@/shared/ui/FormDrawer';
import { DateInput } from '@/shared/ui/fields/DateInput';
import { PeoplePicker, SegmentsPicker } from '@/shared/ui/fields/pickers';
import notice from '@/shared/ui/Notice.module.css';
import { toastDone } from '@/shared/ui/toast';
import { createMass, previewQuery, startCampaign, templatesQuery, useStart } from './api';
import { ByWhom } from './ByWhom';
import { type Draft, FITS, type Fit, newDraft, planOf, type Source, WAYS } from './draft';
import { LoadPreview } from './LoadPreview';
import s from './Mass.module.css';

export interface MassProps {
  /** Who was chosen in a list; without it the form asks for whom. */
  source?: Source;
  /** The work on which they shall depend. */
  parent?: string;
  /** Only a campaign, or only works. */
  only?: Draft['kind'];
  onClose: () => void;
  onStarted?: () => void;
}

/** Works or a campaign for many clients: who does them, when, and what that means for their days. */
export function MassDrawer({ source, parent, only, onClose, onStarted }: MassProps) {
  const { t } = useTranslation();
  const zone = useZone();
  const [draft, setDraft] = useState(() => newDraft(only ?? 'works', todayIn(zone)));
  const set = (patch: Partial<Draft>) => setDraft((now) => ({ ...now, ...patch }));
  const { data: templates = [] } = useQuery(templatesQuery);
  const offered = templates.filter((each) => !each.archived);
  const template = draft.template || (offered[0]?.name ?? '');
  const plan = planOf(draft, source, parent);
  const [settled] = useDebouncedValue(plan, 350);
  const preview = useQuery(previewQuery(settled));
  const works = useStart(createMass);
  const campaign = useStart(startCampaign);
  const isCampaign = draft.kind === 'campaign';
  const error = isCampaign ? campaign.error : works.error;
  const errors = fieldErrors(error);
  const done = () => {
    onStarted?.();
    onClose();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!plan || works.isPending || campaign.isPending) return;
    if (!isCampaign)
      return works.mutate(plan, {
        onSuccess: (job) => {
          watchJob(job, t('mass.title'));
          done();
        },
      });
    const title = draft.display_name || (offered.find(({ name }) => name === template)?.display_name ?? '');
    campaign.mutate(
      { plan, campaign: { display_name: title, template } },
      {
        onSuccess: () => {
          toastDone(t('campaigns.started', { campaign: title }));
          done();
        },
      },
    );
  };
  return (
    <FormDrawer
      noValidate
      size={560}
      title={t(isCampaign ? 'campaigns.new' : 'mass.title')}
      action={t(isCampaign ? 'campaigns.start' : 'mass.create')}
      saving={works.isPending || campaign.isPending}
      onSubmit={submit}
      onClose={onClose}
    >
      {error && (
        <div className={notice.error} role="alert">
          {errorText(error)}
        </div>
      )}
      {!only && !parent && (
        <SegmentedControl
          fullWidth
          aria-label={t('mass.what')}
          value={draft.kind}
          onChange={(kind) => set({ kind: kind as Draft['kind'], skip: kind === 'works' })}
          data={(['works', 'campaign'] as const).map((value) => ({ value, label: t(`mass.kinds.${value}`) }))}
        />
      )}
      {isCampaign ? (
        <NativeSelect
          data-autofocus
          label={t('campaigns.template')}
          description={offered.find(({ name }) => name === template)?.description}
          data={offered.map(({ name, display_name }) => ({ value: name, label: display_name }))}
          value={template}
          onChange={(event) => set({ template: event.currentTarget.value })}
        />
      ) : (
        <ActionField value={draft.action} error={errors.action} onChange={(action) => set({ action })} />
      )}
      <TextInput
        label={t(isCampaign ? 'campaigns.name' : 'works.name')}
        placeholder={isCampaign ? t('campaigns.nameExample') : undefined}
        maxLength={250}
        value={draft.display_name}
        error={errors.display_name ?? errors['campaign.display_name']}
        onChange={(event) => set({ display_name: event.currentTarget.value })}
      />
      {!source && <ForWhom draft={draft} set={set} />}
      <ByWhom ways={WAYS} value={draft} onChange={set} />
      <Days draft={draft} set={set} errors={errors} />
      {!isCampaign && (
        <Checkbox
          label={t('mass.skip')}
          checked={draft.skip}
          onChange={(event) => set({ skip: event.currentTarget.checked })}
        />
      )}
      <LoadPreview preview={preview} />
    </FormDrawer>
  );
}

interface PartProps {
  draft: Draft;
  set: (patch: Partial<Draft>) => void;
}

function ActionField(props: { value: string; error?: string; onChange: (action: string) => void }) {
  const { t } = useTranslation();
  const { data: actions = [] } = useQuery(actionsQuery);
  const offered = actions.filter((each) => !each.archived);
  return (
    <NativeSelect
      data-autofocus
      label={t('works.action')}
      error={props.error}
      data={offered.map(({ name, display_name }) => ({ value: name, label: display_name }))}
      value={props.value || (offered[0]?.name ?? '')}
      onChange={(event) => props.onChange(event.currentTarget.value)}
    />
  );
}

function ForWhom({ draft, set }: PartProps) {
  const { t } = useTranslation();
  return (
    <fieldset className={s.fieldset}>
      <legend>{t('mass.forWhom')}</legend>
      <SegmentsPicker
        rules
        label={t('mass.segments')}
        value={draft.segments}
        onChange={(segments) => set({ segments })}
      />
      <PeoplePicker
        label={t('mass.managers')}
        value={draft.managers}
        onChange={(managers) => set({ managers })}
      />
      <p className={s.hint}>{t('mass.forWhomHint')}</p>
    </fieldset>
  );
}

function Days({ draft, set, errors }: PartProps & { errors: Record<string, string> }) {
  const { t } = useTranslation();
  return (
    <fieldset className={s.fieldset}>
      <legend>{t('mass.window')}</legend>
      <div className={s.days}>
        <DateInput
          label={t('works.firstDay')}
          value={draft.from}
          onChange={(from) => set({ from, until: [draft.until, from].sort().at(-1) ?? from })}
        />
        <DateInput
          label={t('works.lastDay')}
          value={draft.until}
          error={errors['plan.window.end_date']}
          onChange={(until) => set({ until })}
        />
        <NumberInput
          label={t('mass.perDay')}
          placeholder={t('mass.noLimit')}
          min={0}
          max={500}
          disabled={draft.fit === 'WHOLE'}
          value={draft.perDay || ''}
          onChange={(most) => set({ perDay: Number(most) || 0 })}
        />
      </div>
      <SegmentedControl
        fullWidth
        aria-label={t('mass.fit')}
        value={draft.fit}
        onChange={(fit) => set({ fit: fit as Fit })}
        data={FITS.map((value) => ({ value, label: t(`mass.fits.${value}`) }))}
      />
    </fieldset>
  );
}
