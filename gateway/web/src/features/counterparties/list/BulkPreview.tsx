import { IconInfoCircle } from '@tabler/icons-react';
import type { UseQueryResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/shared/api/types';
import { errorText } from '@/shared/lib/errors';
import { count } from '@/shared/lib/format';
import s from './List.module.css';

type Preview = Schemas['PreviewBulkUpdateResponse'];

interface Props {
  deletes: boolean;
  preview: UseQueryResult<Preview>;
}

/** What the server says will come of it, with the reasons why some stay as they are. */
export function BulkPreview({ deletes, preview }: Props) {
  const { t } = useTranslation();
  const { data } = preview;
  return (
    <div className={s.preview} role="status">
      <IconInfoCircle size={17} aria-hidden />
      <div>
        {preview.isError && errorText(preview.error)}
        {preview.isFetching && !data && t('list.counting')}
        {data && (
          <>
            {t(deletes ? 'list.willDelete' : 'list.willChange', {
              count: data.changed,
              shown: count(data.changed),
            })}
            <Details preview={data} />
          </>
        )}
        <span className={s.previewHint}>{t('list.bulkUndoHint')}</span>
      </div>
    </div>
  );
}

function Details({ preview }: { preview: Preview }) {
  const { t } = useTranslation();
  return (
    <>
      {preview.skipped > 0 && <div>{t('list.preview.skipped', { count: preview.skipped })}</div>}
      {preview.refused > 0 && <div>{t('list.preview.refused', { count: preview.refused })}</div>}
      {preview.reasons.map(({ reason, count: n }) => (
        <div key={reason} className={s.previewHint}>
          {count(n)}: {t(`errors.${reason}`)}
        </div>
      ))}
      {preview.new_owners.length > 0 && (
        <div>
          {t('list.preview.newOwners')}:{' '}
          {preview.new_owners.map((each) => `${each.owner_display_name} ${count(each.count)}`).join(', ')}
        </div>
      )}
      {preview.estimated && <div className={s.previewHint}>{t('list.preview.estimated')}</div>}
    </>
  );
}
