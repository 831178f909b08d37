import { ActionIcon, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useProductTitles } from '@/features/products';
import { ProductSelect } from '@/features/products/fields';
import s from './Agreements.module.css';
import type { ItemDraft } from './items';

interface Props {
  items: ItemDraft[];
  /** By their place: `items.2.price`. */
  errors: Record<string, string>;
  onChange: (items: ItemDraft[]) => void;
}

/** Products that have a price or a discount of their own here. */
export function Items({ items, errors, onChange }: Props) {
  const { t } = useTranslation();
  const titles = useProductTitles(items.map(({ product }) => product));
  const set = (product: string, patch: Partial<ItemDraft>) =>
    onChange(items.map((each) => (each.product === product ? { ...each, ...patch } : each)));
  return (
    <fieldset className={s.items}>
      <legend>{t('agreements.items')}</legend>
      {items.map((item, at) => {
        const title = titles.get(item.product) ?? item.display_name ?? '…';
        return (
          <div key={item.product} className={s.item}>
            <span className={s.itemTitle}>{title}</span>
            {(['price', 'discount_percent'] as const).map((field) => (
              <TextInput
                key={field}
                aria-label={t(`agreements.itemField.${field}`, { title })}
                placeholder={t(`agreements.itemHint.${field}`)}
                inputMode="decimal"
                value={item[field]}
                error={errors[`items.${at}.${field}`]}
                onChange={(event) => set(item.product, { [field]: event.currentTarget.value })}
              />
            ))}
            <ActionIcon
              aria-label={t('agreements.removeItem', { title })}
              onClick={() => onChange(items.filter((each) => each.product !== item.product))}
            >
              <IconTrash size={16} />
            </ActionIcon>
          </div>
        );
      })}
      <ProductSelect
        onChoose={(product, display_name) => {
          if (items.some((each) => each.product === product)) return;
          onChange([...items, { product, display_name, price: '', discount_percent: '' }]);
        }}
      />
    </fieldset>
  );
}
