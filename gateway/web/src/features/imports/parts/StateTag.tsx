import { useTranslation } from 'react-i18next';
import { Tag } from '@/shared/ui/Tag';
import type { ImportState, Tone } from '../model';

const TONE: Record<ImportState, Tone> = {
  QUEUED: 'gray',
  READING: 'blue',
  STAGED: 'yellow',
  CHECKING: 'blue',
  CREATING: 'violet',
  DONE: 'green',
  UNDOING: 'orange',
  UNDONE: 'gray',
  FAILED: 'red',
};

export function StateTag({ state }: { state: ImportState }) {
  const { t } = useTranslation();
  return (
    <Tag color={TONE[state]} dot>
      {t(`importsUi.state.${state}`)}
    </Tag>
  );
}
