import { Checkbox, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { fieldErrors } from '@/shared/lib/errors';
import { SaveDrawer } from '@/shared/ui/SaveDrawer';
import { type Seller, useSaveSeller } from './api';

export function SellerDrawer({ seller, onClose }: { seller?: Seller; onClose: () => void }) {
  const { t } = useTranslation();
  const save = useSaveSeller();
  const form = useForm({
    initialValues: {
      display_name: seller?.display_name ?? '',
      inn: seller?.inn ?? '',
      kpp: seller?.kpp ?? '',
      accounts: seller?.accounts.join('\n') ?? '',
      default: seller?.default ?? false,
    },
  });
  return (
    <SaveDrawer
      title={seller?.display_name ?? t('payments.seller.add')}
      form={form}
      save={save}
      body={({ accounts, ...body }) => ({
        seller,
        ...body,
        accounts: accounts.split(/[\s,;]+/).filter(Boolean),
      })}
      refused={(error) => ofAccounts(fieldErrors(error))}
      onClose={onClose}
    >
      <TextInput
        data-autofocus
        label={t('payments.seller.name')}
        maxLength={250}
        {...form.getInputProps('display_name')}
      />
      <TextInput label={t('payments.seller.inn')} inputMode="numeric" {...form.getInputProps('inn')} />
      <TextInput label={t('payments.seller.kpp')} {...form.getInputProps('kpp')} />
      <Textarea
        label={t('payments.seller.accounts')}
        description={t('payments.seller.accountsHint')}
        autosize
        minRows={2}
        {...form.getInputProps('accounts')}
      />
      <Checkbox
        label={t('payments.seller.default')}
        disabled={seller?.default}
        {...form.getInputProps('default', { type: 'checkbox' })}
      />
    </SaveDrawer>
  );
}

/** All accounts are typed into one field. */
function ofAccounts(errors: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(errors).map(([field, text]) => [field.startsWith('accounts.') ? 'accounts' : field, text]),
  );
}
