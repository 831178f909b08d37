import { ActionIcon, Button, NativeSelect, SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { DateInput } from '@/shared/ui/fields/DateInput';
import { SaveDrawer } from '@/shared/ui/SaveDrawer';
import { type PriceList, type Product, useSaveProduct, VAT_KINDS } from './api';
import s from './Products.module.css';

interface Row {
  id: number;
  price_list: string;
  amount: string;
  from_date: string;
}

interface Props {
  product?: Product;
  lists: PriceList[];
  onClose: () => void;
}

export function ProductDrawer({ product, lists, onClose }: Props) {
  const { t } = useTranslation();
  const save = useSaveProduct();
  const form = useForm({
    initialValues: {
      display_name: product?.display_name ?? '',
      code: product?.code ?? '',
      kind: product?.kind || 'GOODS',
      unit: product?.unit ?? '796',
      vat: product?.vat || 'GENERAL',
      description: product?.description ?? '',
      prices: (product?.prices ?? []).map(
        (price, id): Row => ({
          id,
          price_list: price.price_list,
          amount: price.amount ? String(Number(price.amount.amount)) : '',
          from_date: price.from_date ?? '',
        }),
      ),
    },
    validate: { display_name: (value) => (value.trim() ? null : t('products.required')) },
  });
  const currencyOf = (name: string) => lists.find((list) => list.name === name)?.currency ?? 'RUB';
  const errors = form.errors as Record<string, string>;
  return (
    <SaveDrawer
      title={product?.display_name ?? t('products.new')}
      size={520}
      form={form}
      save={save}
      body={({ prices, ...body }) => ({
        product,
        ...body,
        prices: prices
          .filter((row) => row.amount.trim())
          .map(({ price_list, amount, from_date }) => ({
            price_list,
            amount: { amount: amount.replace(/\s/g, '').replace(',', '.'), currency: currencyOf(price_list) },
            from_date: from_date || undefined,
          })),
      })}
      onClose={onClose}
    >
      <TextInput
        data-autofocus
        label={t('products.name')}
        maxLength={250}
        {...form.getInputProps('display_name')}
      />
      <div className={s.two}>
        <TextInput label={t('products.code')} maxLength={60} {...form.getInputProps('code')} />
        <TextInput label={t('products.unit')} maxLength={4} {...form.getInputProps('unit')} />
      </div>
      <SegmentedControl
        aria-label={t('products.kind')}
        data={(['GOODS', 'SERVICE'] as const).map((value) => ({
          value,
          label: t(`enums.Product.Kind.${value}`),
        }))}
        {...form.getInputProps('kind')}
      />
      <NativeSelect
        label={t('products.vat')}
        data={VAT_KINDS.map((value) => ({ value, label: t(`enums.VatRate.Kind.${value}`) }))}
        {...form.getInputProps('vat')}
      />
      <fieldset className={s.prices}>
        <legend>{t('products.prices')}</legend>
        {form.values.prices.map((row, at) => (
          <div key={row.id} className={s.price}>
            <NativeSelect
              aria-label={t('products.priceList')}
              data={lists.map((list) => ({ value: list.name, label: list.display_name }))}
              {...form.getInputProps(`prices.${at}.price_list`)}
            />
            <TextInput
              aria-label={t('products.price')}
              placeholder={t('products.price')}
              inputMode="decimal"
              {...form.getInputProps(`prices.${at}.amount`)}
            />
            <DateInput
              aria-label={t('products.from')}
              placeholder={t('products.always')}
              value={row.from_date}
              error={errors[`prices.${at}.from_date`]}
              onChange={(value) => form.setFieldValue(`prices.${at}.from_date`, value)}
            />
            <ActionIcon
              aria-label={t('products.removePrice')}
              onClick={() => form.removeListItem('prices', at)}
            >
              <IconTrash size={16} />
            </ActionIcon>
          </div>
        ))}
        {lists.length > 0 && (
          <Button
            variant="default"
            leftSection={<IconPlus size={15} />}
            onClick={() =>
              form.insertListItem('prices', {
                id: Date.now(),
                price_list: lists[0]?.name ?? '',
                amount: '',
                from_date: '',
              })
            }
          >
            {t('products.addPrice')}
          </Button>
        )}
      </fieldset>
      <Textarea
        label={t('products.description')}
        autosize
        minRows={2}
        {...form.getInputProps('description')}
      />
    </SaveDrawer>
  );
}
