import { Button, Chip, Group, SegmentedControl } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { NewInteraction } from '@/features/interactions';
import { useCan } from '@/shared/session/session';
import type { Category, ChainPick } from './api';
import s from './Timeline.module.css';

/** What of a timeline is shown, and how. */
export interface Shown {
  byChain: boolean;
  category?: Category;
  chain?: ChainPick;
}

interface Props {
  record: string;
  title: string;
  categories: Category[];
  shown: Shown;
  onChange: (patch: Partial<Shown>) => void;
}

/** By days or by chains, of which kind; and what has just happened is recorded. */
export function Head({ record, title, categories, shown, onChange }: Props) {
  const { t } = useTranslation();
  const can = useCan();
  const [adding, setAdding] = useState(false);
  const { byChain, category, chain } = shown;
  return (
    <Group className={s.filters} gap={8}>
      <SegmentedControl
        size="xs"
        aria-label={t('timeline.by')}
        value={byChain ? 'chain' : 'day'}
        onChange={(by) => onChange({ byChain: by === 'chain', chain: undefined })}
        data={[
          { value: 'day', label: t('timeline.byDay') },
          { value: 'chain', label: t('timeline.byChain') },
        ]}
      />
      {(!byChain || chain) && (
        <Chip.Group
          value={category ?? ''}
          onChange={(next) => onChange({ category: (next as Category) || undefined })}
        >
          {['' as const, ...categories].map((one) => (
            <Chip key={one} value={one} size="xs">
              {t(`timeline.category.${one || 'ALL'}`)}
            </Chip>
          ))}
        </Chip.Group>
      )}
      {chain && (
        <Button
          variant="light"
          size="compact-sm"
          rightSection={<IconX size={14} aria-hidden />}
          onClick={() => onChange({ chain: undefined })}
        >
          {chain.title}
        </Button>
      )}
      {can('interactions.create') && (
        <Button
          className={s.record}
          size="compact-md"
          leftSection={<IconPlus size={16} />}
          onClick={() => setAdding(true)}
        >
          {t('timeline.record')}
        </Button>
      )}
      <Suspense>
        {adding && (
          <NewInteraction about={{ subject: record, display_name: title }} onClose={() => setAdding(false)} />
        )}
      </Suspense>
    </Group>
  );
}
