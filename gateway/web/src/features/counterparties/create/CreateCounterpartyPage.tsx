import { Button, SegmentedControl } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconAlertCircle, IconArrowLeft, IconListCheck, IconRotate } from '@tabler/icons-react';
import { useNavigate, useRouter } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCustomFields, valuesToSend } from '@/features/customFields';
import { CustomInputs } from '@/features/customFields/CustomFieldset';
import { RegistryFill, useRegistryLookup } from '@/features/registry';
import { idOf, requestId } from '@/shared/api/client';
import type { CounterpartyKind } from '@/shared/api/types';
import { errorText, fieldErrors } from '@/shared/lib/errors';
import { useTitle } from '@/shared/lib/useTitle';
import { fieldAccess, useCan, useProfile, useSavePreferences } from '@/shared/session/session';
import { NoRight } from '@/shared/ui/NoRight';
import { PageHead } from '@/shared/ui/PageHead';
import { toastDone, toastError } from '@/shared/ui/toast';
import { useCreate } from '../api';
import { CHOICES, type FieldId, fieldsFor } from '../fields/fields';
import s from './Create.module.css';
import { blankDraft, type Draft, isTouched, keepDraft, readDraft, toInput } from './draft';
import { Field } from './Field';
import { LikeThis } from './LikeThis';

type Section = [key: string, ids: FieldId[]];
/** Two columns of sections, each in its own order, so that no section waits for its neighbour. */
const COLUMNS: Section[][] = [
  [
    ['name', ['display_name', 'person_name', 'full_name']],
    ['requisites', ['inn', 'kpp', 'ogrn', 'registration_date', 'birth_date', 'snils', 'capital']],
    ['passport', ['passport']],
    ['bank', ['bank_accounts']],
  ],
  [
    ['reach', ['phones', 'emails', 'website', 'addresses']],
    [
      'sales',
      ['owner', 'market_state', 'segments', 'territory', 'industry', 'headcount', 'roles', 'lifecycle_stage'],
    ],
    ['about', ['comment', 'preferences', 'particulars', 'professional_holidays', 'marketing_consent']],
  ],
];
export function CreateCounterpartyPage() {
  const { t } = useTranslation();
  const can = useCan();
  useTitle(t('create.title'));
  const lacking = ['counterparties.create', 'counterparties.expert_create'].find((right) => !can(right));
  return lacking ? <NoRight permission={lacking} /> : <Form />;
}

function Form() {
  const { t } = useTranslation();
  const { user, field_rights } = useProfile();
  const navigate = useNavigate();
  const router = useRouter();
  const narrow = useMediaQuery('(max-width: 820px)', undefined, { getInitialValueInEffect: false });
  const [draft, setDraft, restored, forget] = useDraft(user.name);
  // The same id with each try: an answer that got lost never makes a second client.
  const id = useRef(requestId());
  const create = useCreate();
  const save = useSavePreferences();
  const fields = useCustomFields('COUNTERPARTY', draft.kind);
  const errors = fieldErrors(create.error);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector<HTMLInputElement>('fieldset input')?.focus(), []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each refusal leads to its first field
  useEffect(() => {
    form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  }, [create.error]);
  const set = (patch: Partial<Draft>) => setDraft({ ...draft, ...patch });
  const hidden = (field: FieldId | 'custom_fields') =>
    fieldAccess(field_rights, 'counterparties', field, draft.market_state ?? '') !== 'WRITE';
  const lookup = useRegistryLookup({
    current: draft,
    writable: (field) => !hidden(field),
    onFill: set,
    freeKind: true,
  });
  const submit = (bypass_duplicates?: boolean) => {
    if (create.isPending) return;
    if (lookup.unconfirmed) return toastError(t('registry.mustConfirm'));
    create.mutate(
      {
        body: { ...toInput(draft), custom_fields: valuesToSend(fields, draft.custom_fields ?? {}) },
        request_id: id.current,
        bypass_duplicates,
      },
      {
        onSuccess: (made) => {
          forget();
          lookup.attach(made.name);
          toastDone(t('create.done', { name: made.display_name }));
          void navigate({ to: '/counterparties/$id', params: { id: idOf(made.name) }, replace: true });
        },
        onError: () => {
          id.current = requestId();
        },
      },
    );
  };
  return (
    <form
      ref={form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      onKeyDown={(event) => {
        const save = event.key === 'Enter' || event.code === 'KeyS';
        if (!save || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        submit();
      }}
    >
      <PageHead title={t('create.title')}>
        <Button
          variant="subtle"
          leftSection={<IconListCheck size={16} />}
          onClick={() => {
            save({ create: 'wizard' });
            void navigate({ to: '/counterparties/register' });
          }}
        >
          {t('create.byWizard')}
        </Button>
      </PageHead>
      <div className={s.kinds}>
        <SegmentedControl
          fullWidth={narrow}
          aria-label={t('cp.kind')}
          value={draft.kind}
          onChange={(kind) => set({ kind: kind as CounterpartyKind })}
          data={CHOICES.kind.map((kind) => ({
            value: kind,
            label: t(narrow ? `cp.kindsShort.${kind}` : `cp.kinds.${kind}`),
          }))}
        />
        {restored && (
          <span className={s.restored} role="status">
            {t('create.restored')}
            <Button
              variant="subtle"
              size="compact-sm"
              leftSection={<IconRotate size={14} />}
              onClick={forget}
            >
              {t('create.startOver')}
            </Button>
          </span>
        )}
      </div>
      <div className={s.sections}>
        {COLUMNS.map((column, at) => (
          <div key={at} className={s.column}>
            {at === COLUMNS.length - 1 && (
              <LikeThis
                draft={draft}
                busy={create.isPending}
                onCreateAnyway={() => submit(true)}
                onUsed={forget}
              />
            )}
            {column.map(([key, ids]) => {
              const shown = fieldsFor(ids, draft.kind).filter((field) => !hidden(field));
              if (shown.length === 0) return null;
              return (
                <fieldset key={key} className={`card ${s.section}`}>
                  <legend className={s.legend}>{t(`create.section.${key}`)}</legend>
                  <div className={s.fields}>
                    {shown.map((field) => (
                      <Field key={field} id={field} draft={draft} errors={errors} onChange={set} />
                    ))}
                    {key === 'requisites' && draft.kind !== 'INDIVIDUAL' && (
                      <div className={s.wide}>
                        <RegistryFill lookup={lookup} inn={draft.inn ?? ''} kpp={draft.kpp ?? ''} inForm />
                      </div>
                    )}
                  </div>
                </fieldset>
              );
            })}
            {at === COLUMNS.length - 1 && fields.length > 0 && !hidden('custom_fields') && (
              <fieldset className={`card ${s.section}`}>
                <legend className={s.legend}>{t('custom.group')}</legend>
                <div className={s.fields}>
                  <CustomInputs
                    resource="COUNTERPARTY"
                    kind={draft.kind}
                    values={draft.custom_fields ?? {}}
                    errors={errors}
                    onChange={(custom_fields) => set({ custom_fields })}
                  />
                </div>
              </fieldset>
            )}
          </div>
        ))}
      </div>
      <div className={s.foot}>
        {create.error && (
          <span className={s.error} role="alert">
            <IconAlertCircle size={16} aria-hidden />
            {Object.keys(errors).length > 0 ? t('create.checkFields') : errorText(create.error)}
          </span>
        )}
        <Button
          variant="default"
          leftSection={<IconArrowLeft size={16} />}
          onClick={() =>
            router.history.canGoBack() ? router.history.back() : void navigate({ to: '/counterparties' })
          }
        >
          {t('ui.cancel')}
        </Button>
        <Button
          type="submit"
          loading={create.isPending}
          rightSection={<kbd className={s.key}>Ctrl Enter</kbd>}
        >
          {t('ui.create')}
        </Button>
      </div>
    </form>
  );
}

/** The draft outlives a closed tab; creating or starting over forgets it. */
function useDraft(owner: string) {
  const [kept] = useState(() => readDraft(owner));
  const [draft, setDraft] = useState<Draft>(() => kept ?? blankDraft('LEGAL'));
  const [restored, setRestored] = useState(kept !== undefined);
  useEffect(() => {
    keepDraft(owner, isTouched(draft) ? draft : undefined);
  }, [owner, draft]);
  const forget = () => {
    keepDraft(owner, undefined);
    setRestored(false);
    setDraft(blankDraft(draft.kind));
  };
  return [draft, setDraft, restored, forget] as const;
}
