import { Menu } from '@mantine/core';
import { IconPencil, IconPlayerPause, IconPlayerPlay, IconRoute, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { money } from '@/shared/lib/format';
import d from '@/shared/ui/Dictionary.module.css';
import { DictionaryPage } from '@/shared/ui/DictionaryPage';
import { RowMenu } from '@/shared/ui/RowMenu';
import { toastDone, toastError } from '@/shared/ui/toast';
import { type Rule, rulesQuery, useDeleteRule, useSaveRule } from './api';

const RuleDrawer = lazy(() => import('./RuleDrawer'));

export function Rules({ tabs }: { tabs: ReactNode }) {
  const { t } = useTranslation();
  const list = useQuery(rulesQuery);
  const [opened, setOpened] = useState<Rule | 'new' | null>(null);
  const remove = useDeleteRule();
  const onDelete = (rule: Rule) =>
    remove.mutate(rule.name, { onSuccess: () => toastDone(t('leads.setup.deleted')), onError: toastError });
  return (
    <DictionaryPage
      title={t('leads.setup.title')}
      query={list}
      bar={tabs}
      create={{ label: t('leads.setup.add'), onClick: () => setOpened('new') }}
      empty={{ icon: IconRoute, title: t('leads.setup.empty'), hint: t('leads.setup.emptyHint') }}
      table={(rules) => (
        <table className={d.table} aria-label={t('leads.setup.rules')}>
          <thead>
            <tr>
              <th>{t('leads.setup.name')}</th>
              <th>{t('leads.setup.conditionsTitle')}</th>
              <th>{t('leads.setup.people')}</th>
              <th aria-label={t('ui.edit')} />
            </tr>
          </thead>
          <tbody>
            {rules.map((rule) => (
              <Row
                key={rule.name}
                rule={rule}
                onEdit={() => setOpened(rule)}
                onDelete={() => onDelete(rule)}
              />
            ))}
          </tbody>
        </table>
      )}
    >
      <Suspense>
        {opened && (
          <RuleDrawer rule={opened === 'new' ? undefined : opened} onClose={() => setOpened(null)} />
        )}
      </Suspense>
    </DictionaryPage>
  );
}

interface RowProps {
  rule: Rule;
  onEdit: () => void;
  onDelete: () => void;
}

function Row({ rule, onEdit, onDelete }: RowProps) {
  const { t } = useTranslation();
  const save = useSaveRule();
  const { name, etag, paused } = rule;
  const conditions = [
    ...rule.territories,
    ...rule.sources,
    ...rule.campaigns,
    ...(rule.segments.length ? [t('leads.setup.segments')] : []),
    ...(rule.min_amount ? [`${t('leads.setup.minAmount')} ${money(rule.min_amount)}`] : []),
  ];
  return (
    <tr className={d.row} data-off={paused || undefined}>
      <td>
        <button type="button" className={d.name} onClick={onEdit}>
          {rule.display_name}
        </button>
        {paused && <span className={d.sub}>{t('leads.setup.paused')}</span>}
      </td>
      <td>{conditions.join(', ') || t('leads.setup.anyLead')}</td>
      <td className="num">{rule.candidates.length}</td>
      <td className={d.menu}>
        <RowMenu label={t('leads.setup.actions', { name: rule.display_name })}>
          <Menu.Item leftSection={<IconPencil size={16} />} onClick={onEdit}>
            {t('ui.edit')}
          </Menu.Item>
          <Menu.Item
            leftSection={paused ? <IconPlayerPlay size={16} /> : <IconPlayerPause size={16} />}
            onClick={() => save.mutate({ name, etag, paused: !paused }, { onError: toastError })}
          >
            {t(paused ? 'leads.setup.resume' : 'leads.setup.pause')}
          </Menu.Item>
          <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={onDelete}>
            {t('leads.setup.delete')}
          </Menu.Item>
        </RowMenu>
      </td>
    </tr>
  );
}
