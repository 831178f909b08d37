import { Menu } from '@mantine/core';
import { IconArchive, IconArchiveOff, IconFilterStar, IconPencil, IconStar } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { type Funnel, funnelsQuery } from '@/features/deals';
import { idOf } from '@/shared/api/client';
import { useCan } from '@/shared/session/session';
import d from '@/shared/ui/Dictionary.module.css';
import { DictionaryPage } from '@/shared/ui/DictionaryPage';
import { NoRight } from '@/shared/ui/NoRight';
import { RowMenu } from '@/shared/ui/RowMenu';
import { Tag } from '@/shared/ui/Tag';
import { toastDone } from '@/shared/ui/toast';
import { useSaveFunnel } from './api';

/** How deals are brought to their end. */
export function FunnelsPage() {
  const can = useCan();
  if (!can('funnels.write')) return <NoRight permission="funnels.write" />;
  return <Funnels />;
}

function Funnels() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const list = useQuery(funnelsQuery);
  const open = (id: string) => void navigate({ to: '/admin/funnels/$id', params: { id } });
  return (
    <DictionaryPage
      title={t('funnels.title')}
      query={list}
      archived={{ label: t('funnels.showArchived'), is: (funnel) => funnel.archived }}
      create={{ label: t('funnels.create'), onClick: () => open('new') }}
      empty={{ icon: IconFilterStar, title: t('funnels.empty'), hint: t('funnels.emptyHint') }}
      table={(funnels) => (
        <table className={d.table} aria-label={t('funnels.title')}>
          <thead>
            <tr>
              <th>{t('funnels.name')}</th>
              <th>{t('funnels.kind')}</th>
              <th>{t('funnels.stages')}</th>
              <th aria-label={t('ui.edit')} />
            </tr>
          </thead>
          <tbody>
            {funnels.map((funnel) => (
              <Row key={funnel.name} funnel={funnel} onOpen={() => open(idOf(funnel.name))} />
            ))}
          </tbody>
        </table>
      )}
    />
  );
}

function Row({ funnel, onOpen }: { funnel: Funnel; onOpen: () => void }) {
  const { t } = useTranslation();
  const save = useSaveFunnel(false);
  const name = funnel.display_name;
  const change = (body: { archived: boolean } | { default: boolean }, said: string) =>
    save.mutate({ funnel, body }, { onSuccess: () => toastDone(t(said, { name })) });
  return (
    <tr className={d.row} data-off={funnel.archived || undefined}>
      <td>
        <button type="button" className={d.name} onClick={onOpen}>
          {name}
          {funnel.default && <Tag color="violet">{t('funnels.default')}</Tag>}
        </button>
        {funnel.archived && <span className={d.sub}>{t('funnels.archivedTag')}</span>}
      </td>
      <td>{t(`enums.Funnel.Kind.${funnel.kind}`)}</td>
      <td>{funnel.stages.map((stage) => stage.display_name).join(' → ') || '—'}</td>
      <td className={d.menu}>
        <RowMenu label={t('funnels.actions', { name })}>
          <Menu.Item leftSection={<IconPencil size={16} />} onClick={onOpen}>
            {t('ui.edit')}
          </Menu.Item>
          {!funnel.default && !funnel.archived && (
            <Menu.Item
              leftSection={<IconStar size={16} />}
              onClick={() => change({ default: true }, 'funnels.madeDefault')}
            >
              {t('funnels.makeDefault')}
            </Menu.Item>
          )}
          {!funnel.default && (
            <Menu.Item
              leftSection={funnel.archived ? <IconArchiveOff size={16} /> : <IconArchive size={16} />}
              onClick={() =>
                change(
                  { archived: !funnel.archived },
                  funnel.archived ? 'funnels.restored' : 'funnels.archived',
                )
              }
            >
              {t(funnel.archived ? 'funnels.restore' : 'funnels.toArchive')}
            </Menu.Item>
          )}
        </RowMenu>
      </td>
    </tr>
  );
}
