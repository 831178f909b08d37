import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { count } from '@/shared/lib/format';
import { useCan } from '@/shared/session/session';
import { ErrorState } from '@/shared/ui/ErrorState';
import { NoRight } from '@/shared/ui/NoRight';
import { PageHead } from '@/shared/ui/PageHead';
import { PageSkeleton } from '@/shared/ui/PageSkeleton';
import { StaleBar } from '@/shared/ui/StaleBar';
import { useFileDrop } from '@/shared/ui/useFileDrop';
import { importsQuery } from './api';
import s from './ImportsPage.module.css';
import { idOf } from './model';
import { DropZone } from './parts/DropZone';
import { ImportsTable } from './parts/ImportsTable';
import { UploadForm } from './parts/UploadForm';
import { fileRefusal, MAX_FILE_SIZE } from './upload';

/** All files on their way in, and the place to drop the next one. */
export function ImportsPage() {
  const can = useCan();
  if (!can('imports.read')) return <NoRight permission="imports.read" />;
  return <Imports />;
}

function Imports() {
  const { t } = useTranslation();
  const can = useCan();
  const navigate = useNavigate();
  const [file, setFile] = useState<File | null>(null);
  const [error, setError] = useState('');
  const list = useInfiniteQuery(importsQuery);
  const writes = can('imports.write');

  const take = (files: File[]) => {
    const one = files[0];
    if (!one) return;
    const refusal = files.length > 1 ? 'MANY' : fileRefusal(one);
    const size = count(MAX_FILE_SIZE / 1024 / 1024);
    setError(refusal ? t(`importsUi.refusal.${refusal}`, { name: one.name, size }) : '');
    if (!refusal) setFile(one);
  };
  const drop = useFileDrop(take);

  if (list.isPending) return <PageSkeleton />;
  if (!list.data) return <ErrorState error={list.error} retry={() => void list.refetch()} />;
  const imports = list.data.pages.flatMap((page) => page.imports);
  const empty = imports.length === 0;
  return (
    <div className={s.page} {...(writes ? drop.handlers : {})}>
      <PageHead title={t('importsUi.title')} />
      {list.isError && <StaleBar time={list.dataUpdatedAt} retry={() => void list.refetch()} />}
      <div className={s.body}>
        {writes && (
          <DropZone big={empty} over={drop.over} error={error} onFiles={take}>
            {empty && (
              <>
                <h2 className={s.welcome}>{t('importsUi.empty.title')}</h2>
                <p className={s.hint}>{t('importsUi.empty.hint')}</p>
              </>
            )}
          </DropZone>
        )}
        {!empty && <ImportsTable imports={imports} />}
        {list.hasNextPage && (
          <div className={s.more}>
            <Button
              variant="default"
              loading={list.isFetchingNextPage}
              onClick={() => void list.fetchNextPage()}
            >
              {t('importsUi.more')}
            </Button>
          </div>
        )}
      </div>
      {file && (
        <UploadForm
          file={file}
          onClose={() => setFile(null)}
          onDone={(created) => void navigate({ to: '/imports/$id', params: { id: idOf(created.name) } })}
        />
      )}
    </div>
  );
}
