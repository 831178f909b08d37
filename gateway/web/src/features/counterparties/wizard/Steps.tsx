import { Button, Chip, SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { IconTrash, IconUserPlus } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useCustomFields } from '@/features/customFields';
import { RegistryFill, type RegistryLookup } from '@/features/registry';
import type { CounterpartyKind } from '@/shared/api/types';
import { BLANK_PERSON, EmailsInput, PersonInput, PhonesInput } from '@/shared/ui/fields/inputs';
import type { Draft } from '../create/draft';
import { Field } from '../create/Field';
import { CHOICES, type FieldId } from '../fields/fields';
import { blankPerson, errorsOf, type Person, type Registration } from './model';
import { useNarrow } from './useNarrow';
import s from './Wizard.module.css';

const CustomInputs = lazy(() =>
  import('@/features/customFields/CustomFieldset').then((module) => ({ default: module.CustomInputs })),
);

export interface StepProps {
  registration: Registration;
  fields: readonly FieldId[];
  errors: Record<string, string>;
  onClient: (patch: Partial<Draft>) => void;
}

export function FieldsStep({ registration, fields, errors, onClient }: StepProps) {
  return (
    <div className={s.fields}>
      {fields.map((field) => (
        <Field key={field} id={field} draft={registration.client} errors={errors} onChange={onClient} />
      ))}
    </div>
  );
}

/** Kind and INN first: the registry fills in the rest. */
export function WhoStep({ lookup, ...props }: StepProps & { lookup: RegistryLookup }) {
  const { t } = useTranslation();
  const narrow = useNarrow();
  const { registration, onClient } = props;
  const { kind, inn, kpp } = registration.client;
  return (
    <>
      <SegmentedControl
        fullWidth
        aria-label={t('cp.kind')}
        value={kind}
        onChange={(next) => onClient({ kind: next as CounterpartyKind })}
        data={CHOICES.kind.map((one) => ({
          value: one,
          label: t(narrow ? `cp.kindsShort.${one}` : `cp.kinds.${one}`),
        }))}
      />
      <FieldsStep {...props} fields={props.fields.filter((field) => REQUISITES.has(field))} />
      {kind !== 'INDIVIDUAL' && <RegistryFill lookup={lookup} inn={inn ?? ''} kpp={kpp ?? ''} inForm />}
      <FieldsStep {...props} fields={props.fields.filter((field) => !REQUISITES.has(field))} />
    </>
  );
}

const REQUISITES = new Set<FieldId>(['inn', 'kpp']);

export function AboutStep(props: StepProps & { custom: boolean }) {
  const { t } = useTranslation();
  const { registration, errors, onClient, custom } = props;
  const { kind, custom_fields } = registration.client;
  const defined = useCustomFields('COUNTERPARTY', kind);
  return (
    <>
      <FieldsStep {...props} />
      {custom && defined.length > 0 && (
        <fieldset className={s.set}>
          <legend className={s.legend}>{t('custom.group')}</legend>
          <div className={s.fields}>
            <Suspense>
              <CustomInputs
                resource="COUNTERPARTY"
                kind={kind}
                values={custom_fields ?? {}}
                errors={errors}
                onChange={(values) => onClient({ custom_fields: values })}
              />
            </Suspense>
          </div>
        </fieldset>
      )}
    </>
  );
}

interface PeopleProps {
  onPeople: (people: Person[]) => void;
}

/** How to reach the client itself, and its people. */
export function ContactsStep({ onPeople, ...props }: StepProps & PeopleProps) {
  const { t } = useTranslation();
  const { registration, errors } = props;
  const { people } = registration;
  return (
    <>
      <FieldsStep {...props} />
      <h3 className={s.subtitle}>{t('wizard.people')}</h3>
      {people.length === 0 && <p className={s.hint}>{t('wizard.peopleHint')}</p>}
      {people.map((person, at) => (
        <PersonCard
          key={at}
          at={at}
          person={person}
          errors={errorsOf(errors, at)}
          onChange={(patch) => onPeople(people.with(at, { ...person, ...patch }))}
          onRemove={() => onPeople(people.filter((_, index) => index !== at))}
        />
      ))}
      <div>
        <Button
          variant="light"
          leftSection={<IconUserPlus size={16} />}
          onClick={() => onPeople([...people, blankPerson()])}
        >
          {t('wizard.addPerson')}
        </Button>
      </div>
    </>
  );
}

interface PersonProps {
  at: number;
  person: Person;
  errors: Record<string, string>;
  onChange: (patch: Partial<Person>) => void;
  onRemove: () => void;
}

function PersonCard({ at, person, errors, onChange, onRemove }: PersonProps) {
  const { t } = useTranslation();
  return (
    <fieldset className={s.person}>
      <legend className={s.personHead}>
        <span>{t('wizard.person', { at: at + 1 })}</span>
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          leftSection={<IconTrash size={15} />}
          aria-label={t('wizard.removePerson', { at: at + 1 })}
          onClick={onRemove}
        >
          {t('ui.remove')}
        </Button>
      </legend>
      <PersonInput
        path="person_name"
        value={person.person_name}
        errors={{ ...errors, person_name: errors.person_name ?? errors.display_name ?? '' }}
        onChange={(person_name) => onChange({ person_name: person_name ?? BLANK_PERSON })}
      />
      <div className={s.fields}>
        <TextInput
          label={t('contacts.jobTitle')}
          value={person.job_title}
          error={errors.job_title}
          onChange={(event) => onChange({ job_title: event.currentTarget.value })}
        />
        <Chip
          className={s.switch}
          checked={person.decision_maker}
          onChange={(decision_maker) => onChange({ decision_maker })}
        >
          {t('contacts.decisionMaker')}
        </Chip>
      </div>
      <div role="group" aria-label={t('cp.phones')}>
        <div className={s.label}>{t('cp.phones')}</div>
        <PhonesInput
          path="phones"
          value={person.phones}
          errors={errors}
          onChange={(phones) => onChange({ phones })}
        />
      </div>
      <div role="group" aria-label={t('cp.emails')}>
        <div className={s.label}>{t('cp.emails')}</div>
        <EmailsInput
          path="emails"
          value={person.emails}
          errors={errors}
          onChange={(emails) => onChange({ emails })}
        />
      </div>
      <Textarea
        label={t('fields.comment')}
        value={person.comment}
        error={errors.comment}
        onChange={(event) => onChange({ comment: event.currentTarget.value })}
      />
      <CustomInputs
        resource="CONTACT"
        values={person.custom_fields}
        errors={errors}
        onChange={(custom_fields) => onChange({ custom_fields })}
      />
    </fieldset>
  );
}
