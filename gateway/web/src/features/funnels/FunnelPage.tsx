import { Button, Select, TextInput } from '@mantine/core';
import { IconChevronDown, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { type FormEvent, lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Funnel, funnelQuery } from '@/features/deals';
import { errorText, fieldErrors } from '@/shared/lib/errors';
import { useCan } from '@/shared/session/session';
import { ErrorState } from '@/shared/ui/ErrorState';
import { NoRight } from '@/shared/ui/NoRight';
import notice from '@/shared/ui/Notice.module.css';
import { PageHead } from '@/shared/ui/PageHead';
import { PageSkeleton } from '@/shared/ui/PageSkeleton';
import { toastDone } from '@/shared/ui/toast';
import { UnsavedGuard } from '@/shared/ui/UnsavedGuard';
import { useSaveFunnel } from './api';
import {
  type Conditions,
  countAsked,
  type Draft,
  moved,
  NOTHING_ASKED,
  newStage,
  toBody,
  toDraft,
} from './draft';
import s from './Funnel.module.css';
import { StageForm } from './StageForm';

const KINDS = ['STRICT', 'MANUAL', 'NONE'] as const;

export function FunnelPage() {
  const can = useCan();
  const { id } = useParams({ from: '/admin/funnels/$id' });
  const isNew = id === 'new';
  const funnel = useQuery({ ...funnelQuery(`funnels/${id}`, 0), enabled: !isNew });
  if (!can('funnels.write')) return <NoRight permission="funnels.write" />;
  if (isNew) return <Form />;
  if (funnel.isPending) return <PageSkeleton />;
  if (!funnel.data) return <ErrorState error={funnel.error} retry={() => void funnel.refetch()} />;
  return <Form key={funnel.data.name} funnel={funnel.data} />;
}

function Form({ funnel }: { funnel?: Funnel }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [draft, setDraft] = useState<Draft>(() =>
    funnel
      ? toDraft(funnel)
      : {
          display_name: '',
          kind: 'MANUAL',
          stages: [newStage(t('funnels.first'))],
          win_conditions: NOTHING_ASKED,
        },
  );
  const [dirty, setDirty] = useState(false);
  const save = useSaveFunnel();
  const errors = fieldErrors(save.error);
  const set = (patch: Partial<Draft>) => {
    setDraft((before) => ({ ...before, ...patch }));
    setDirty(true);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(
      { funnel, body: toBody(draft) },
      {
        onSuccess: () => {
          setDirty(false);
          toastDone(t('ui.saved'));
          void navigate({ to: '/admin/funnels', ignoreBlocker: true });
        },
      },
    );
  };
  return (
    <form className={s.page} onSubmit={submit} noValidate>
      <PageHead title={funnel?.display_name ?? t('funnels.new')}>
        <Button variant="default" onClick={() => void navigate({ to: '/admin/funnels' })}>
          {t('ui.cancel')}
        </Button>
        <Button type="submit" loading={save.isPending}>
          {t('ui.save')}
        </Button>
      </PageHead>
      <div className={s.body}>
        {save.isError && Object.keys(errors).length === 0 && (
          <div className={notice.error} role="alert">
            {errorText(save.error)}
          </div>
        )}
        <div className={s.top}>
          <TextInput
            required
            label={t('funnels.name')}
            value={draft.display_name}
            error={errors.display_name}
            onChange={(event) => set({ display_name: event.currentTarget.value })}
          />
          <Select
            label={t('funnels.kind')}
            description={t(`funnels.kindHint.${draft.kind}`)}
            allowDeselect={false}
            disabled={Boolean(funnel)}
            data={KINDS.map((kind) => ({ value: kind, label: t(`enums.Funnel.Kind.${kind}`) }))}
            value={draft.kind}
            error={errors.kind}
            onChange={(kind) => kind && set({ kind: kind as Draft['kind'] })}
          />
        </div>
        {funnel && <p className={s.hint}>{t('funnels.versionsHint')}</p>}
        {errors.stages && (
          <div className={notice.error} role="alert">
            {errors.stages}
          </div>
        )}
        {draft.kind !== 'NONE' && (
          <>
            <ol className={s.stages} aria-label={t('funnels.stages')}>
              {draft.stages.map((stage, at) => (
                <StageForm
                  key={stage.key}
                  stage={stage}
                  at={at}
                  last={at === draft.stages.length - 1}
                  errors={errors}
                  onChange={(patch) =>
                    set({
                      stages: draft.stages.map((each) => (each === stage ? { ...each, ...patch } : each)),
                    })
                  }
                  onMove={(by) => set({ stages: moved(draft.stages, at, by) })}
                  onRemove={() => set({ stages: draft.stages.filter((each) => each !== stage) })}
                />
              ))}
            </ol>
            <Button
              className={s.add}
              variant="default"
              leftSection={<IconPlus size={16} />}
              onClick={() => set({ stages: [...draft.stages, newStage()] })}
            >
              {t('funnels.addStage')}
            </Button>
          </>
        )}
        <Winning conditions={draft.win_conditions} onChange={(win_conditions) => set({ win_conditions })} />
      </div>
      <UnsavedGuard dirty={dirty} />
    </form>
  );
}

const ConditionFields = lazy(() =>
  import('./StageRules').then((module) => ({ default: module.ConditionFields })),
);

interface WinningProps {
  conditions: Conditions;
  onChange: (conditions: Conditions) => void;
}

/** What must hold for a deal to be won. */
function Winning({ conditions, onChange }: WinningProps) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  return (
    <section className={s.stage} data-color="green" aria-label={t('funnels.winning')}>
      <h2 className={s.winning}>{t('funnels.winning')}</h2>
      <button type="button" className={s.more} aria-expanded={opened} onClick={() => setOpened(!opened)}>
        <IconChevronDown size={15} aria-hidden />
        {t('funnels.asks', { count: countAsked(conditions) })}
      </button>
      <Suspense>
        {opened && (
          <div className={s.rules}>
            <ConditionFields winning conditions={conditions} onChange={onChange} />
          </div>
        )}
      </Suspense>
    </section>
  );
}
