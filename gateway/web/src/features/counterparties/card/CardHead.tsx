import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core';
import {
  IconArrowLeft,
  IconArrowMerge,
  IconChevronDown,
  IconChevronLeft,
  IconChevronRight,
  IconEyeQuestion,
  IconLink,
  IconMail,
  IconPencil,
  IconPhone,
  IconRotate2,
  IconTag,
  IconTrash,
  IconTrendingDown,
  IconTrendingUp,
  IconUserShare,
} from '@tabler/icons-react';
import { Link, useRouter } from '@tanstack/react-router';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ExplainDrawer } from '@/features/access';
import { RegistryBadge } from '@/features/registry';
import type { Counterparty } from '@/shared/api/types';
import { telHref } from '@/shared/lib/phone';
import { useCan } from '@/shared/session/session';
import { Tag } from '@/shared/ui/Tag';
import { toastDone } from '@/shared/ui/toast';
import { KindIcon } from '../KindIcon';
import { MARKET_COLOR } from '../list/columns';
import s from './CardHead.module.css';
import { NameEditor } from './NameEditor';
import type { CardAccess } from './useAccess';
import type { Save } from './useCardSave';

export type Operation = 'segments' | 'owner' | 'existing' | 'potential' | 'delete' | 'restore' | 'merge';

interface Props {
  row: Counterparty;
  access: CardAccess;
  save: Save;
  editing: boolean;
  onEditing: (editing: boolean) => void;
  onOperation: (operation: Operation) => void;
  onPrevious?: () => void;
  onNext?: () => void;
}

export function CardHead(props: Props) {
  const { t } = useTranslation();
  const { row, access, editing, onEditing, onOperation } = props;
  const phone = row.phones[0] && telHref(row.phones[0].number, row.phones[0].extension);
  const email = row.emails[0]?.address;
  return (
    <header className={s.head}>
      <Back />
      <span className={s.tile} title={t(`cp.kinds.${row.kind}`)}>
        <KindIcon kind={row.kind} size={20} />
      </span>
      <div className={s.names}>
        {editing ? (
          <NameEditor row={row} save={props.save} onDone={() => onEditing(false)} />
        ) : (
          <div className={s.titleLine}>
            <h1 className={s.title}>{row.display_name}</h1>
            {access.field('display_name') === 'WRITE' && (
              <ActionIcon
                size={28}
                className={s.pencil}
                aria-label={t('card.rename')}
                onClick={() => onEditing(true)}
              >
                <IconPencil size={16} />
              </ActionIcon>
            )}
          </div>
        )}
        <div className={s.tags}>
          <Tag>{t(`cp.kinds.${row.kind}`)}</Tag>
          <Tag color={MARKET_COLOR[row.market_state]} dot>
            {t(`cp.markets.${row.market_state}`)}
          </Tag>
          <RegistryBadge entry={row.registry} />
          {row.state === 'DELETED' && <Tag color="red">{t('card.inBin')}</Tag>}
        </div>
      </div>
      <div className={s.actions}>
        {phone && (
          <Button component="a" href={phone} leftSection={<IconPhone size={16} />}>
            {t('card.call')}
          </Button>
        )}
        {email && (
          <Button
            component="a"
            href={`mailto:${email}`}
            variant="default"
            leftSection={<IconMail size={16} />}
          >
            {t('card.write')}
          </Button>
        )}
        <Operations row={row} access={access} onOperation={onOperation} />
        <Neighbours onPrevious={props.onPrevious} onNext={props.onNext} />
      </div>
    </header>
  );
}

/** Back to the list as it was left, if that is where one came from. */
function Back() {
  const { t } = useTranslation();
  const router = useRouter();
  return (
    <ActionIcon
      aria-label={t('card.back')}
      renderRoot={(props) => (
        <Link
          to="/counterparties"
          {...props}
          onClick={(event) => {
            if (!router.history.canGoBack() || event.ctrlKey || event.metaKey) return;
            event.preventDefault();
            router.history.back();
          }}
        />
      )}
    >
      <IconArrowLeft size={18} />
    </ActionIcon>
  );
}

function Neighbours({ onPrevious, onNext }: { onPrevious?: () => void; onNext?: () => void }) {
  const { t } = useTranslation();
  if (!onPrevious && !onNext) return null;
  return (
    <ActionIcon.Group className={s.neighbours}>
      <Tooltip label={`${t('keys.prev')} [`}>
        <ActionIcon variant="default" aria-label={t('keys.prev')} disabled={!onPrevious} onClick={onPrevious}>
          <IconChevronLeft size={17} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={`${t('keys.next')} ]`}>
        <ActionIcon variant="default" aria-label={t('keys.next')} disabled={!onNext} onClick={onNext}>
          <IconChevronRight size={17} />
        </ActionIcon>
      </Tooltip>
    </ActionIcon.Group>
  );
}

/** The menu of the seeds, with just what works today. */
function Operations({ row, access, onOperation }: Pick<Props, 'row' | 'access' | 'onOperation'>) {
  const { t } = useTranslation();
  const copyLink = () => {
    void navigator.clipboard?.writeText(window.location.href.split('?')[0]!);
    toastDone(t('card.linkCopied'));
  };
  const item = (operation: Operation, Icon: typeof IconTag, color?: string) => (
    <Menu.Item
      key={operation}
      color={color}
      leftSection={<Icon size={16} />}
      onClick={() => onOperation(operation)}
    >
      {t(`card.operation.${operation}`)}
    </Menu.Item>
  );
  const can = useCan();
  const [explaining, setExplaining] = useState(false);
  return (
    <>
      <Menu position="bottom-end" width={270}>
        <Menu.Target>
          <Button variant="default" rightSection={<IconChevronDown size={15} />}>
            {t('card.operations')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {access.market && row.market_state !== 'EXISTING' && item('existing', IconTrendingUp)}
          {access.market && row.market_state === 'EXISTING' && item('potential', IconTrendingDown)}
          {access.field('segments') === 'WRITE' && item('segments', IconTag)}
          {access.field('owner') === 'WRITE' && item('owner', IconUserShare)}
          {access.merge && item('merge', IconArrowMerge)}
          <Menu.Item leftSection={<IconLink size={16} />} onClick={copyLink}>
            {t('card.copyLink')}
          </Menu.Item>
          {can('access.explain') && (
            <Menu.Item leftSection={<IconEyeQuestion size={16} />} onClick={() => setExplaining(true)}>
              {t('card.whoSees')}
            </Menu.Item>
          )}
          {access.delete && <Menu.Divider />}
          {access.delete &&
            (row.state === 'DELETED' ? item('restore', IconRotate2) : item('delete', IconTrash, 'red'))}
        </Menu.Dropdown>
      </Menu>
      <Suspense>
        {explaining && <ExplainDrawer name={row.name} onClose={() => setExplaining(false)} />}
      </Suspense>
    </>
  );
}
