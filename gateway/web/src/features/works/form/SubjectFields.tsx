/** Whom or what a work is about. */
import { NativeSelect, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { contactsOfQuery } from '@/features/contacts';
import {
  ClientPicker,
  ContactPicker,
  Picker,
  type PickerProps,
  useSearchText,
} from '@/features/deals/fields';
import { useCan } from '@/shared/session/session';
import { findSalesQuery } from '../api';
import { KIND_OF_SUBJECT, type SubjectKind, subjectKind } from '../subject';
import s from '../Works.module.css';

interface Props {
  subject: string;
  /** How it is called, as long as nobody has searched. */
  known?: string;
  kind: SubjectKind;
  error?: string;
  onChange: (subject: string, kind: SubjectKind) => void;
}

const PICKERS = {
  counterparties: ClientPicker,
  contacts: ContactPicker,
  leads: (props: PickerProps) => <SalePicker of="leads" {...props} />,
  deals: (props: PickerProps) => <SalePicker of="deals" {...props} />,
};

function SalePicker({ of, ...props }: PickerProps & { of: 'deals' | 'leads' }) {
  const [asked, search] = useSearchText();
  const { data = [], isFetching } = useQuery(findSalesQuery(of, asked));
  return <Picker {...props} found={data} busy={isFetching} onSearch={search} />;
}

export function SubjectField({ subject, known, kind, error, onChange }: Props) {
  const { t } = useTranslation();
  const can = useCan();
  const Field = PICKERS[kind];
  const kinds = KIND_OF_SUBJECT.filter((each) =>
    can(`${each === 'contacts' ? 'counterparties' : each}.read`),
  );
  return (
    <div className={s.subject}>
      <NativeSelect
        label={t('works.about')}
        value={kind}
        data={kinds.map((value) => ({ value, label: t(`works.subjects.${value}`) }))}
        onChange={(event) => onChange('', event.currentTarget.value as SubjectKind)}
      />
      <Field
        key={kind}
        label={t(`works.subjects.${kind}`)}
        value={subject}
        known={known}
        error={error}
        onChange={(next) => onChange(next, kind)}
      />
    </div>
  );
}

interface ContactProps {
  /** The client whose people are offered. */
  client: string;
  value: string;
  known?: string;
  error?: string;
  onChange: (contact: string) => void;
}

/** With whom of the client. */
export function ContactField({ client, value, known, error, onChange }: ContactProps) {
  const { t } = useTranslation();
  const { data = [] } = useQuery({
    ...contactsOfQuery(client),
    enabled: subjectKind(client) === 'counterparties',
  });
  if (data.length === 0 && !value) return null;
  const people = data.map(({ name, display_name }) => ({ value: name, label: display_name }));
  const shown = !value || people.some((one) => one.value === value);
  return (
    <Select
      clearable
      searchable
      label={t('works.contact')}
      clearButtonProps={{ 'aria-label': t('ui.clear') }}
      nothingFoundMessage={t('ui.nothing')}
      data={shown ? people : [...people, { value, label: known || '…' }]}
      value={value || null}
      error={error}
      onChange={(next) => onChange(next ?? '')}
    />
  );
}
