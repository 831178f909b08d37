import { ActionIcon, Menu } from '@mantine/core';
import { IconArrowLeft, IconDots, IconDownload, IconTrash } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { count } from '@/shared/lib/format';
import { useCan } from '@/shared/session/session';
import { ConfirmTyped } from '@/shared/ui/ConfirmTyped';
import { Tag } from '@/shared/ui/Tag';
import { toastDone } from '@/shared/ui/toast';
import { errorsUrl, useDeleteImport } from '../api';
import { type ImportFile, isBusy, isEditable, NO_COUNTS } from '../model';
import { CreateButton } from './CreateButton';
import s from './DeskHead.module.css';
import { StateTag } from './StateTag';

/** Whose desk it is, what state it is in, and what can be done with the whole of it. */
export function DeskHead({ file }: { file: ImportFile }) {
  const { t } = useTranslation();
  const can = useCan();
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const remove = useDeleteImport();
  const counts = file.counts ?? NO_COUNTS;
  const writes = can('imports.write');
  const faulty = counts.rejected + counts.duplicates > 0;
  const waiting = counts.waiting;
  return (
    <header className={s.head}>
      <ActionIcon aria-label={t('importsUi.back')} renderRoot={(props) => <Link to="/imports" {...props} />}>
        <IconArrowLeft size={18} />
      </ActionIcon>
      <h1 className={s.title} title={file.file_name}>
        {file.file_name}
      </h1>
      <span className={s.tags}>
        <StateTag state={file.state} />
        <Tag>{t(`importsUi.kind.${file.kind}`)}</Tag>
      </span>
      <span className={s.actions}>
        {writes && isEditable(file.state) && waiting > 0 && (
          <CreateButton file={file} label={t('importsUi.create.allCount', { n: count(waiting) })} />
        )}
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon variant="default" aria-label={t('importsUi.actions')}>
              <IconDots size={16} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {(['csv', 'xlsx'] as const).map((format) => (
              <Menu.Item
                key={format}
                component="a"
                href={errorsUrl(file.name, format)}
                download
                disabled={!faulty}
                leftSection={<IconDownload size={16} />}
              >
                {t('importsUi.downloadErrors')} · {format.toUpperCase()}
              </Menu.Item>
            ))}
            {writes && (
              <>
                <Menu.Divider />
                <Menu.Item
                  color="red"
                  disabled={isBusy(file.state) && file.state !== 'QUEUED'}
                  leftSection={<IconTrash size={16} />}
                  onClick={() => setAsking(true)}
                >
                  {t('importsUi.delete.action')}
                </Menu.Item>
              </>
            )}
          </Menu.Dropdown>
        </Menu>
      </span>
      <ConfirmTyped
        opened={asking}
        title={t('importsUi.delete.title')}
        word={counts.created + counts.updated > 0 ? t('importsUi.delete.word') : undefined}
        confirm={t('importsUi.delete.confirm')}
        loading={remove.isPending}
        onClose={() => setAsking(false)}
        onConfirm={() =>
          remove.mutate(file.name, {
            onSuccess: () => {
              toastDone(t('importsUi.delete.done'));
              void navigate({ to: '/imports' });
            },
          })
        }
      >
        {t('importsUi.delete.text')}
      </ConfirmTyped>
    </header>
  );
}
