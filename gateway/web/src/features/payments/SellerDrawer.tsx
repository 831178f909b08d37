import { Checkbox, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { errorText, fieldErrors } from '@/shared/lib/errors';
import { FormDrawer } from '@/shared/ui/FormDrawer';
import { toastDone } from '@/shared/ui/toast';
import { type Seller, useSaveSeller } from './api';
import s from './Payments.module.css';

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
  const submit = form.onSubmit(({ accounts, ...body }) =>
    save.mutate(
      { seller, ...body, accounts: accounts.split(/[\s,;]+/).filter(Boolean) },
      {
        onSuccess: () => {
          toastDone(t('ui.saved'));
          onClose();
        },
        onError: (error) => form.setErrors(ofAccounts(fieldErrors(error))),
      },
    ),
  );
  return (
    <FormDrawer
      title={seller?.display_name ?? t('payments.seller.add')}
      size={420}
      action={t('ui.save')}
      saving={save.isPending}
      onSubmit={submit}
      onClose={onClose}
    >
      {save.error && Object.keys(form.errors).length === 0 && (
        <div className={s.error} role="alert">
          {errorText(save.error)}
        </div>
      )}
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
    </FormDrawer>
  );
}

/** All accounts are typed into one field. */
function ofAccounts(errors: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(errors).map(([field, text]) => [field.startsWith('accounts.') ? 'accounts' : field, text]),
  );
}
