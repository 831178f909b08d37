/** Controlled inputs of compound fields; errors are keyed by path, such as `phones.0.number`. */
import { NativeSelect, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Address, BankAccount, Email, Passport, PersonName, Phone } from '../../api/types';
import { DateInput } from './DateInput';
import s from './Inputs.module.css';
import { ListInput } from './ListInput';

export interface InputProps<T> {
  value: T;
  onChange: (value: T) => void;
  errors: Record<string, string>;
  /** The path of the field itself in `errors`. */
  path: string;
}

const PHONE_KINDS = ['', 'MOBILE', 'WORK', 'HOME', 'FAX'] as const;
const ADDRESS_KINDS = ['', 'LEGAL', 'ACTUAL', 'POSTAL'] as const;
const BLANK_PHONE: Phone = { number: '', extension: '', kind: '', comment: '' };
const BLANK_EMAIL: Email = { address: '', comment: '' };
const BLANK_ADDRESS: Address = { kind: '', text: '', postal_code: '', city: '' };
const BLANK_ACCOUNT: BankAccount = { account: '', bic: '', correspondent_account: '', bank_name: '' };
export const BLANK_PERSON: PersonName = { family_name: '', given_name: '', middle_name: '' };
const BLANK_PASSPORT: Passport = { number: '', issue_date: null, issuer: '', issuer_code: '' };

export function PhonesInput({ value, onChange, errors, path }: InputProps<Phone[]>) {
  const { t } = useTranslation();
  return (
    <ListInput items={value} blank={BLANK_PHONE} addLabel={t('fields.addPhone')} onChange={onChange}>
      {(phone, set, index) => (
        <>
          <TextInput
            className={s.wide}
            type="tel"
            aria-label={t('fields.phone')}
            placeholder="+7 (___) ___-__-__"
            value={phone.number}
            error={errors[`${path}.${index}.number`] ?? errors[`${path}.${index}`]}
            onChange={(event) => set({ number: event.currentTarget.value })}
          />
          <TextInput
            aria-label={t('fields.extension')}
            placeholder={t('fields.extension')}
            inputMode="numeric"
            value={phone.extension}
            error={errors[`${path}.${index}.extension`]}
            onChange={(event) => set({ extension: event.currentTarget.value })}
          />
          <NativeSelect
            size="xs"
            aria-label={t('fields.phoneKind')}
            value={phone.kind}
            data={PHONE_KINDS.map((kind) => ({ value: kind, label: t(`fields.phoneKinds.${kind}`) }))}
            onChange={(event) => set({ kind: event.currentTarget.value as Phone['kind'] })}
          />
          <TextInput
            aria-label={t('fields.note')}
            placeholder={t('fields.note')}
            value={phone.comment}
            onChange={(event) => set({ comment: event.currentTarget.value })}
          />
        </>
      )}
    </ListInput>
  );
}

export function EmailsInput({ value, onChange, errors, path }: InputProps<Email[]>) {
  const { t } = useTranslation();
  return (
    <ListInput items={value} blank={BLANK_EMAIL} addLabel={t('fields.addEmail')} onChange={onChange}>
      {(email, set, index) => (
        <>
          <TextInput
            type="email"
            aria-label={t('fields.email')}
            placeholder="mail@company.ru"
            value={email.address}
            error={errors[`${path}.${index}.address`] ?? errors[`${path}.${index}`]}
            onChange={(event) => set({ address: event.currentTarget.value })}
          />
          <TextInput
            aria-label={t('fields.note')}
            placeholder={t('fields.note')}
            value={email.comment}
            onChange={(event) => set({ comment: event.currentTarget.value })}
          />
        </>
      )}
    </ListInput>
  );
}

export function AddressesInput({ value, onChange, errors, path }: InputProps<Address[]>) {
  const { t } = useTranslation();
  return (
    <ListInput items={value} blank={BLANK_ADDRESS} addLabel={t('fields.addAddress')} onChange={onChange}>
      {(address, set, index) => (
        <>
          <TextInput
            className={s.wide}
            aria-label={t('fields.address')}
            placeholder={t('fields.address')}
            value={address.text}
            error={errors[`${path}.${index}.text`] ?? errors[`${path}.${index}`]}
            onChange={(event) => set({ text: event.currentTarget.value })}
          />
          <NativeSelect
            size="xs"
            aria-label={t('fields.addressKind')}
            value={address.kind}
            data={ADDRESS_KINDS.map((kind) => ({ value: kind, label: t(`fields.addressKinds.${kind}`) }))}
            onChange={(event) => set({ kind: event.currentTarget.value as Address['kind'] })}
          />
          <TextInput
            aria-label={t('fields.postalCode')}
            placeholder={t('fields.postalCode')}
            inputMode="numeric"
            value={address.postal_code}
            error={errors[`${path}.${index}.postal_code`]}
            onChange={(event) => set({ postal_code: event.currentTarget.value })}
          />
          <TextInput
            aria-label={t('fields.city')}
            placeholder={t('fields.city')}
            value={address.city}
            onChange={(event) => set({ city: event.currentTarget.value })}
          />
        </>
      )}
    </ListInput>
  );
}

const ACCOUNT_PARTS = ['account', 'bic', 'correspondent_account', 'bank_name'] as const;

export function AccountsInput({ value, onChange, errors, path }: InputProps<BankAccount[]>) {
  const { t } = useTranslation();
  return (
    <ListInput items={value} blank={BLANK_ACCOUNT} addLabel={t('fields.addAccount')} onChange={onChange}>
      {(account, set, index) =>
        ACCOUNT_PARTS.map((part) => (
          <TextInput
            key={part}
            className={part === 'account' ? s.wide : undefined}
            classNames={part === 'bank_name' ? undefined : { input: s.mono }}
            label={t(`fields.accountParts.${part}`)}
            inputMode={part === 'bank_name' ? undefined : 'numeric'}
            value={account[part]}
            error={
              errors[`${path}.${index}.${part}`] ??
              (part === 'account' ? errors[`${path}.${index}`] : undefined)
            }
            onChange={(event) => set({ [part]: event.currentTarget.value })}
          />
        ))
      }
    </ListInput>
  );
}

const NAME_PARTS = ['family_name', 'given_name', 'middle_name'] as const;

export function PersonInput({
  value,
  onChange,
  errors,
  path,
  autoFocus,
}: InputProps<PersonName | null> & { autoFocus?: boolean }) {
  const { t } = useTranslation();
  const name = value ?? BLANK_PERSON;
  return (
    <div className={s.three}>
      {NAME_PARTS.map((part) => (
        <TextInput
          key={part}
          data-autofocus={(autoFocus && part === 'family_name') || undefined}
          label={t(`fields.nameParts.${part}`)}
          value={name[part]}
          error={errors[`${path}.${part}`] ?? (part === 'family_name' ? errors[path] : undefined)}
          onChange={(event) => onChange({ ...name, [part]: event.currentTarget.value })}
        />
      ))}
    </div>
  );
}

export function PassportInput({ value, onChange, errors, path }: InputProps<Passport | null>) {
  const { t } = useTranslation();
  const passport = value ?? BLANK_PASSPORT;
  const set = (patch: Partial<Passport>) => onChange({ ...passport, ...patch });
  return (
    <div className={s.three}>
      <TextInput
        label={t('fields.passportParts.number')}
        classNames={{ input: s.mono }}
        value={passport.number}
        error={errors[`${path}.number`] ?? errors[path]}
        onChange={(event) => set({ number: event.currentTarget.value })}
      />
      <TextInput
        label={t('fields.passportParts.issuer_code')}
        placeholder="000-000"
        classNames={{ input: s.mono }}
        value={passport.issuer_code}
        error={errors[`${path}.issuer_code`]}
        onChange={(event) => set({ issuer_code: event.currentTarget.value })}
      />
      <DateInput
        label={t('fields.passportParts.issue_date')}
        value={passport.issue_date ?? ''}
        error={errors[`${path}.issue_date`]}
        onChange={(issue_date) => set({ issue_date: issue_date || null })}
      />
      <TextInput
        className={s.wide}
        label={t('fields.passportParts.issuer')}
        value={passport.issuer}
        error={errors[`${path}.issuer`]}
        onChange={(event) => set({ issuer: event.currentTarget.value })}
      />
    </div>
  );
}
