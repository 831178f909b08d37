/** What notes say of the relationship: chosen for a new one, and to see only such. */
import { Chip, Group, NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { NoteKind } from '../notes';

const KINDS = ['', 'MISUNDERSTANDING', 'POSITIVE_MOMENT', 'COMMON_ACQUAINTANCE', 'RECOMMENDATION'] as const;

interface Props {
  value: NoteKind;
  onChange: (kind: NoteKind) => void;
}

export function KindFilter({ value, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <Chip.Group value={value} onChange={(next) => onChange(next as NoteKind)}>
      <Group gap={6} px={16} py={10} role="group" aria-label={t('notes.filter')}>
        {KINDS.map((kind) => (
          <Chip key={kind} value={kind} size="xs">
            {t(kind ? `enums.Note.Kind.${kind}` : 'notes.allKinds')}
          </Chip>
        ))}
      </Group>
    </Chip.Group>
  );
}

export function KindSelect({ value, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <NativeSelect
      size="xs"
      aria-label={t('notes.kind')}
      value={value}
      data={KINDS.map((kind) => ({
        value: kind,
        label: t(kind ? `enums.Note.Kind.${kind}` : 'notes.plain'),
      }))}
      onChange={(event) => onChange(event.currentTarget.value as NoteKind)}
    />
  );
}
