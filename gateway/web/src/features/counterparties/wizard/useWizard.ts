import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCustomFields } from '@/features/customFields';
import { attachRecord } from '@/features/interactions/api';
import { registrySettingsQuery, useRegistryLookup } from '@/features/registry';
import { idOf } from '@/shared/api/client';
import { errorText, fieldErrors, reasonText } from '@/shared/lib/errors';
import { fieldAccess, useCan, useProfile } from '@/shared/session/session';
import { toastDone, toastError } from '@/shared/ui/toast';
import type { Draft } from '../create/draft';
import type { FieldId } from '../fields/fields';
import { type CounterpartyDraft, useRegister } from './api';
import { accountProblems, innProblem, wholeInn } from './checks';
import {
  asTyped,
  blankRegistration,
  fromContent,
  isBegun,
  missing,
  type Person,
  type Registration,
  STEPS,
  type Step,
  stepOf,
  stepsFor,
  toSend,
} from './model';
import { useKeeping } from './useKeeping';

type Errors = Record<string, string>;
const isStep = (text: string | undefined): text is Step => STEPS.includes(text as Step);

/** All that the wizard knows and does; its parts only show it. */
export function useWizard(id: string, kept: CounterpartyDraft | undefined) {
  const { t } = useTranslation();
  const { user } = useProfile();
  const hidden = useHidden();
  const navigate = useNavigate();
  const search = useSearch({ from: '/counterparties/register' });
  const [registration, setRegistration] = useState<Registration>(() => {
    const owner = hidden('owner') ? '' : user.name;
    return kept ? fromContent(kept.content, owner) : blankRegistration(owner);
  });
  const { client } = registration;
  const closed = (field: FieldId | 'custom_fields') => hidden(field, client.market_state);
  const steps = stepsFor(client.kind, closed);
  const wanted = isStep(search.step) ? search.step : isStep(kept?.step) ? kept.step : 'who';
  const step = steps.includes(wanted) ? wanted : 'who';
  const [visited, setVisited] = useState<ReadonlySet<Step>>(() => new Set<Step>());
  const [refused, setRefused] = useState<Errors>({});
  const [failure, setFailure] = useState('');
  const [busy, setBusy] = useState(false);
  const keeping = useKeeping(id, registration, step, kept);
  const register = useRegister();
  const custom = useCustomFields('COUNTERPARTY', client.kind);
  const customOfPeople = useCustomFields('CONTACT');
  const sent = useMemo(
    () => toSend(registration, { client: custom, person: customOfPeople }),
    [registration, custom, customOfPeople],
  );

  const goTo = (next: Step) => {
    setVisited((before) => new Set([...before, step]));
    void navigate({ to: '/counterparties/register', search: { ...search, step: next } });
  };
  const change = (patch: Partial<Draft>) => {
    setRegistration((before) => ({ ...before, client: { ...before.client, ...patch } }));
    setRefused((before) => without(before, Object.keys(patch)));
    setFailure('');
  };
  const setPeople = (next: Person[]) => {
    setRegistration((before) => ({ ...before, people: next }));
    setRefused((before) => without(before, ['contacts']));
  };
  const lookup = useRegistryLookup({
    current: client,
    writable: (field) => !closed(field),
    onFill: change,
    freeKind: true,
  });
  useAutofill(client, lookup.look, kept !== undefined);

  const refuse = (errors: Errors) => {
    setRefused(errors);
    const first = steps.find((one) => Object.keys(errors).some((path) => stepOf(path) === one));
    if (first && first !== step) goTo(first);
  };
  const submit = async (bypass_duplicates = false) => {
    if (busy) return;
    setFailure('');
    const lacks = missing(registration);
    if (lacks.length > 0) {
      return refuse(Object.fromEntries(lacks.map((field) => [field, reasonText('FIELD_REQUIRED')])));
    }
    if (lookup.unconfirmed) {
      setFailure(t('registry.mustConfirm'));
      return goTo('who');
    }
    setBusy(true);
    try {
      const { counterparty, contacts } = sent;
      const draft = await keeping.finish();
      const made = await register.mutateAsync({
        counterparty,
        contacts,
        draft,
        // Of the draft itself: from whichever device, however often, it becomes one client.
        request_id: id,
        bypass_duplicates,
      });
      toastDone(t('create.done', { name: made.display_name }));
      if (search.interaction) {
        const name = `interactions/${search.interaction}`;
        await attachRecord({ name, record: made.name }).catch(toastError);
      }
      void navigate({ to: '/counterparties/$id', params: { id: idOf(made.name) }, replace: true });
    } catch (error) {
      keeping.resume();
      setBusy(false);
      const errors = asTyped(fieldErrors(error), sent.people);
      setFailure(Object.keys(errors).length > 0 ? t('create.checkFields') : errorText(error));
      refuse(errors);
    }
  };
  const errors = { ...checked(registration, visited, step), ...refused };
  const place = steps.indexOf(step);
  return {
    id,
    registration,
    sent,
    step,
    steps,
    visited,
    errors,
    failure,
    busy,
    custom,
    closed,
    keeping,
    lookup,
    change,
    setPeople,
    goTo,
    submit,
    enough: missing(registration).length === 0,
    begun: isBegun({ ...registration, client: { ...client, owner: '' } }),
    next: steps[place + 1],
    previous: steps[place - 1],
  };
}

export type WizardState = ReturnType<typeof useWizard>;

function useHidden() {
  const { field_rights } = useProfile();
  return (field: FieldId | 'custom_fields', state: string = 'POTENTIAL') =>
    fieldAccess(field_rights, 'counterparties', field, state) !== 'WRITE';
}

/** A whole INN is asked about by itself, each once; a resumed draft has been filled already. */
function useAutofill(client: Draft, look: (inn: string, kpp?: string) => void, resumed: boolean) {
  const can = useCan();
  const { data } = useQuery({ ...registrySettingsQuery, enabled: can('registry.read') });
  const answers = data?.state === 'READY';
  const inn = client.kind === 'INDIVIDUAL' ? '' : wholeInn(client.inn ?? '');
  const asked = useRef(resumed ? inn : '');
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another INN asks again
  useEffect(() => {
    if (!answers || !inn || asked.current === inn) return;
    asked.current = inn;
    look(inn, client.kpp?.trim());
  }, [inn, answers]);
}

/** What check digits tell before anything is sent. */
function checked({ client }: Registration, visited: ReadonlySet<Step>, step: Step): Errors {
  const found: Errors = {};
  const inn = innProblem(client.inn ?? '');
  if (inn) found.inn = reasonText(inn);
  const left = visited.has('bank') && step !== 'bank';
  for (const [at, account] of (client.bank_accounts ?? []).entries()) {
    for (const [field, reason] of Object.entries(accountProblems(account, left))) {
      found[`bank_accounts.${at}.${field}`] = reasonText(reason);
    }
  }
  return found;
}

/** A changed field is no longer wrong; the server says so if it is. */
const without = (errors: Errors, fields: readonly string[]) =>
  Object.fromEntries(Object.entries(errors).filter(([path]) => !fields.includes(path.split('.')[0]!)));
