import { Menu } from '@mantine/core';
import { IconGift, IconPencil, IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { money } from '@/shared/lib/format';
import { useSegments } from '@/shared/session/directory';
import { useCan } from '@/shared/session/session';
import d from '@/shared/ui/Dictionary.module.css';
import { DictionaryPage } from '@/shared/ui/DictionaryPage';
import { RowMenu } from '@/shared/ui/RowMenu';
import { toastError } from '@/shared/ui/toast';
import { type Program, programsQuery, useSaveProgram } from './api';
import s from './Loyalty.module.css';
import { ProgramDrawer } from './ProgramDrawer';

/** What regular buyers get without asking, beside kinds of prices and rates of VAT. */
export function LoyaltyPrograms({ title, tabs }: { title: string; tabs: ReactNode }) {
  const { t } = useTranslation();
  const list = useQuery(programsQuery);
  const writes = useCan()('agreements.write');
  const [opened, setOpened] = useState<Program | 'new' | null>(null);
  return (
    <DictionaryPage
      title={title}
      query={list}
      bar={tabs}
      archived={{ label: t('loyalty.showPaused'), is: (each) => each.paused }}
      create={writes ? { label: t('loyalty.create'), onClick: () => setOpened('new') } : undefined}
      empty={{ icon: IconGift, title: t('loyalty.none'), hint: t('loyalty.noneHint') }}
      table={(programs) => (
        <table className={d.table} aria-label={t('loyalty.title')}>
          <thead>
            <tr>
              <th>{t('loyalty.name')}</th>
              <th>{t('loyalty.kind')}</th>
              <th>{t('loyalty.tiers')}</th>
              <th>{t('loyalty.segments')}</th>
              {writes && <th aria-label={t('ui.edit')} />}
            </tr>
          </thead>
          <tbody>
            {programs.map((each) => (
              <Row key={each.name} program={each} onEdit={writes ? () => setOpened(each) : undefined} />
            ))}
          </tbody>
        </table>
      )}
    >
      {opened && (
        <ProgramDrawer program={opened === 'new' ? undefined : opened} onClose={() => setOpened(null)} />
      )}
    </DictionaryPage>
  );
}

function Row({ program, onEdit }: { program: Program; onEdit?: () => void }) {
  const { t } = useTranslation();
  const segments = useSegments();
  const save = useSaveProgram();
  const turn = () => save.mutate({ program, paused: !program.paused }, { onError: toastError });
  const tiers = program.tiers.map(({ turnover, percent }) =>
    t('loyalty.tier', { turnover: turnover ? money(turnover) : '', percent }),
  );
  const names = program.segments.map((each) => segments.get(each)?.display_name ?? '…');
  return (
    <tr className={d.row} data-off={program.paused || undefined}>
      <td>
        {onEdit ? (
          <button type="button" className={d.name} onClick={onEdit}>
            {program.display_name}
          </button>
        ) : (
          program.display_name
        )}
        <span className={d.sub}>
          {[t('loyalty.monthsBack', { count: program.months }), program.paused && t('loyalty.paused')]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </td>
      <td>{program.kind && t(`enums.LoyaltyProgram.Kind.${program.kind}`)}</td>
      <td className={s.steps}>{tiers.join('; ')}</td>
      <td>{names.length > 0 ? names.join(', ') : t('loyalty.all')}</td>
      {onEdit && (
        <td className={d.menu}>
          <RowMenu label={t('loyalty.actions', { name: program.display_name })}>
            <Menu.Item leftSection={<IconPencil size={16} />} onClick={onEdit}>
              {t('ui.edit')}
            </Menu.Item>
            <Menu.Item
              leftSection={program.paused ? <IconPlayerPlay size={16} /> : <IconPlayerPause size={16} />}
              onClick={turn}
            >
              {t(program.paused ? 'loyalty.resume' : 'loyalty.pause')}
            </Menu.Item>
          </RowMenu>
        </td>
      )}
    </tr>
  );
}
