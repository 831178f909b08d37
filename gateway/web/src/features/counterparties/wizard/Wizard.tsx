import { ActionIcon, Button } from '@mantine/core';
import { IconAlertCircle, IconArrowLeft, IconArrowRight, IconForms } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan, useProfile, useSavePreferences } from '@/shared/session/session';
import { PageHead } from '@/shared/ui/PageHead';
import { keepDraft } from '../create/draft';
import type { CounterpartyDraft } from './api';
import { KeptState, KeptTrouble } from './KeptState';
import { fieldsOf, stepOf } from './model';
import { Similar } from './Similar';
import { Stepper } from './Stepper';
import { AboutStep, ContactsStep, FieldsStep, WhoStep } from './Steps';
import { useNarrow } from './useNarrow';
import { useWizard, type WizardState } from './useWizard';
import s from './Wizard.module.css';

// Wanted last.
const Review = lazy(() => import('./Review').then((module) => ({ default: module.Review })));

interface Props {
  id: string;
  kept?: CounterpartyDraft;
  /** Reads the draft anew, as it was changed on another device. */
  onReload: () => void;
}

/** Step by step to a new client; it can be created from any step once its name is known. */
export function Wizard({ id, kept, onReload }: Props) {
  const { t } = useTranslation();
  const wizard = useWizard(id, kept);
  const { step, steps, visited, errors, next, previous, keeping, goTo, submit } = wizard;
  const form = useRef<HTMLFormElement>(null);
  useFocus(form, wizard);
  useBackKey(() => previous && goTo(previous));
  const wrong = new Set(Object.keys(errors).map(stepOf));
  return (
    <form
      ref={form}
      noValidate
      className={s.page}
      onSubmit={(event) => {
        event.preventDefault();
        if (next) goTo(next);
        else void submit();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        void submit();
      }}
    >
      <PageHead title={t('create.title')} aside={<KeptState keeping={keeping} />}>
        <ExpertButton wizard={wizard} />
      </PageHead>
      <KeptTrouble keeping={keeping} onReload={onReload} />
      <div className={s.main}>
        <div className={s.stepper}>
          <Stepper steps={steps} step={step} visited={visited} wrong={wrong} onStep={goTo} />
        </div>
        <section className={`card ${s.step}`} aria-labelledby="wizard-step">
          <h2 id="wizard-step" className={s.title} tabIndex={-1}>
            {t(`wizard.step.${step}`)}
          </h2>
          <Body wizard={wizard} />
        </section>
        <Similar wizard={wizard} />
      </div>
      <Foot wizard={wizard} />
    </form>
  );
}

function Body({ wizard }: { wizard: WizardState }) {
  const { registration, step, steps, closed, change, setPeople, lookup, sent, custom, goTo } = wizard;
  const { errors } = wizard;
  const fields = fieldsOf(step, registration.client.kind, closed);
  const props = { registration, fields, errors, onClient: change };
  switch (step) {
    case 'who':
      return <WhoStep {...props} lookup={lookup} />;
    case 'contacts':
      return <ContactsStep {...props} onPeople={setPeople} />;
    case 'about':
      return <AboutStep {...props} custom={!closed('custom_fields')} />;
    case 'review':
      return (
        <Suspense>
          <Review
            registration={registration}
            sent={sent}
            steps={steps}
            hidden={closed}
            custom={custom}
            errors={errors}
            onStep={goTo}
          />
        </Suspense>
      );
    default:
      return <FieldsStep {...props} />;
  }
}

function Foot({ wizard }: { wizard: WizardState }) {
  const { t } = useTranslation();
  const { failure, busy, enough, next, previous, goTo, submit } = wizard;
  const narrow = useNarrow();
  return (
    <div className={s.foot}>
      {failure && (
        <span className={s.failure} role="alert">
          <IconAlertCircle size={16} aria-hidden />
          {failure}
        </span>
      )}
      {previous && narrow && (
        <ActionIcon
          variant="default"
          size={36}
          className={s.back}
          aria-label={t('wizard.back')}
          onClick={() => goTo(previous)}
        >
          <IconArrowLeft size={18} />
        </ActionIcon>
      )}
      {previous && !narrow && (
        <Button
          variant="default"
          leftSection={<IconArrowLeft size={16} />}
          aria-keyshortcuts="Alt+ArrowLeft"
          onClick={() => goTo(previous)}
        >
          {t('wizard.back')}
        </Button>
      )}
      {next && enough && (
        <Button
          variant="default"
          loading={busy}
          aria-keyshortcuts="Control+Enter"
          onClick={() => void submit()}
        >
          {t('wizard.finish')}
        </Button>
      )}
      {next ? (
        <Button type="submit" key="next" rightSection={<IconArrowRight size={16} />}>
          {t('wizard.next')}
        </Button>
      ) : (
        <Button type="submit" key="create" loading={busy}>
          {t('ui.create')}
        </Button>
      )}
    </div>
  );
}

/** What is typed goes along; the draft stays where it is while it has people. */
function ExpertButton({ wizard }: { wizard: WizardState }) {
  const { t } = useTranslation();
  const can = useCan();
  const { user } = useProfile();
  const save = useSavePreferences();
  const navigate = useNavigate();
  const narrow = useNarrow();
  if (!can('counterparties.expert_create')) return null;
  const leave = () => {
    save({ create: 'expert' });
    if (wizard.begun) keepDraft(user.name, wizard.registration.client);
    void navigate({ to: '/counterparties/new' });
  };
  return narrow ? (
    <ActionIcon size={36} aria-label={t('wizard.expert')} onClick={leave}>
      <IconForms size={18} />
    </ActionIcon>
  ) : (
    <Button variant="subtle" leftSection={<IconForms size={16} />} onClick={leave}>
      {t('wizard.expert')}
    </Button>
  );
}

/** To the first field of each step, and to the first wrong one; a phone's keyboard stays down. */
function useFocus(form: React.RefObject<HTMLFormElement | null>, { step, failure }: WizardState) {
  const narrow = useNarrow();
  // biome-ignore lint/correctness/useExhaustiveDependencies: each step and each refusal leads there
  useEffect(() => {
    const fields = form.current?.querySelector('section');
    const wrong = failure ? fields?.querySelector<HTMLElement>('[aria-invalid=true]') : undefined;
    const first = narrow ? undefined : fields?.querySelector<HTMLElement>(FIRST);
    (wrong ?? first ?? fields?.querySelector<HTMLElement>('h2'))?.focus();
    form.current?.closest('main')?.scrollTo({ top: 0 });
  }, [step, failure]);
}

const FIRST = 'input:not([type=radio]):not([type=hidden]), textarea, select';

/** Alt+← is a step back, not a page back; also while one types. */
function useBackKey(back: () => void) {
  const latest = useRef(back);
  latest.current = back;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const plain = !event.ctrlKey && !event.metaKey && !event.shiftKey;
      if (!event.altKey || !plain || event.code !== 'ArrowLeft') return;
      if (document.querySelector('[role=dialog]')) return;
      event.preventDefault();
      latest.current();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
