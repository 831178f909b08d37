import { Select, Textarea, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { errorText, fieldErrors } from '@/shared/lib/errors';
import { FormDrawer } from '@/shared/ui/FormDrawer';
import { DateInput } from '@/shared/ui/fields/DateInput';
import { toastDone } from '@/shared/ui/toast';
import { type Found, KINDS, type Kind, peopleQuery, useRegister } from './api';
import s from './Privacy.module.css';

/** Whose demand it is, what he demands, and since when. */
export function NewDemand({ onClose, onDone }: { onClose: () => void; onDone: (name: string) => void }) {
  const { t } = useTranslation();
  const register = useRegister();
  const [person, setPerson] = useState<Found | null>(null);
  const [kind, setKind] = useState<Kind>('ACCESS');
  const [received, setReceived] = useState('');
  const [note, setNote] = useState('');
  const [missing, setMissing] = useState(false);
  const errors = fieldErrors(register.error);
  const error = (field: string) => errors[field] ?? errors[`personal_data_request.${field}`];
  return (
    <FormDrawer
      title={t('privacy.create')}
      size={460}
      action={t('privacy.register')}
      saving={register.isPending}
      onClose={onClose}
      onSubmit={(event) => {
        event.preventDefault();
        setMissing(!person);
        if (!person) return;
        register.mutate(
          { person: person.name, kind, note, receive_date: received || null },
          {
            onSuccess: (saved) => {
              toastDone(t('privacy.registered'));
              onClose();
              onDone(saved.name);
            },
          },
        );
      }}
    >
      {register.error && Object.keys(errors).length === 0 && (
        <div className={s.error} role="alert">
          {errorText(register.error)}
        </div>
      )}
      <PersonSearch
        chosen={person}
        onChoose={setPerson}
        error={missing && !person ? t('privacy.choose') : error('person')}
      />
      <Select
        label={t('privacy.kind')}
        data={KINDS.map((value) => ({ value, label: t(`enums.PersonalDataRequest.Kind.${value}`) }))}
        value={kind}
        allowDeselect={false}
        onChange={(value) => setKind(value as Kind)}
      />
      <DateInput
        label={t('privacy.received')}
        value={received}
        onChange={setReceived}
        error={error('receive_date')}
      />
      <Textarea
        label={t('privacy.note')}
        description={t('privacy.noteHint')}
        value={note}
        error={error('note')}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
    </FormDrawer>
  );
}

interface SearchProps {
  chosen: Found | null;
  onChoose: (found: Found | null) => void;
  error?: string;
}

function PersonSearch({ chosen, onChoose, error }: SearchProps) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [asked] = useDebouncedValue(text, 200);
  const found = useQuery(peopleQuery(asked));
  return (
    <div>
      <TextInput
        data-autofocus
        label={t('privacy.person')}
        placeholder={t('privacy.find')}
        value={chosen ? chosen.display_name : text}
        error={error}
        onChange={(event) => {
          onChoose(null);
          setText(event.currentTarget.value);
        }}
      />
      {!chosen && found.data && (
        <ul className={s.found} aria-label={t('privacy.person')}>
          {found.data.map((one) => (
            <li key={one.name}>
              <button type="button" className={s.choice} onClick={() => onChoose(one)}>
                <span>{one.display_name}</span>
                <span className={s.sub}>{one.hint}</span>
              </button>
            </li>
          ))}
          {found.data.length === 0 && <li className={s.sub}>{t('privacy.nobody')}</li>}
        </ul>
      )}
    </div>
  );
}
