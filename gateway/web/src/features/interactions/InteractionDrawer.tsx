/** One interaction: what was said, who took part, what came of it, and all that is done with it. */
import { Button, Drawer, Group, Skeleton, Stack, Textarea } from '@mantine/core';
import { IconArrowForwardUp, IconCheck, IconRotate2 } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '@/shared/session/session';
import { ErrorState } from '@/shared/ui/ErrorState';
import { Tag } from '@/shared/ui/Tag';
import { toastDone, toastError } from '@/shared/ui/toast';
import {
  type Interaction,
  interactionQuery,
  processInteraction,
  reopenInteraction,
  useChange,
  useLiveInteractions,
} from './api';
import { Chain } from './Chain';
import { CreateMenu, MoreMenu } from './CreateMenu';
import { Details } from './Details';
import { Forms, type Opened } from './Forms';
import s from './Interactions.module.css';
import { People } from './People';
import { Postpone } from './Postpone';
import { StateTag } from './StateTag';
import { useMoment } from './useMoment';

interface Props {
  name: string;
  onClose: () => void;
  /** Shows another one of the same chain instead. */
  onOpen: (name: string) => void;
}

export function InteractionDrawer({ name, onClose, onOpen }: Props) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(interactionQuery(name));
  const [opened, setOpened] = useState<Opened | null>(null);
  useLiveInteractions();
  // One thing at the screen's edge at a time: what was opened from here comes back here.
  if (opened && data) {
    const back = () => {
      setOpened(null);
      void refetch();
    };
    return <Forms opened={opened} interaction={data} onClose={back} />;
  }
  return (
    <Drawer
      opened
      size={500}
      onClose={onClose}
      title={data?.topic ?? t('interactions.one')}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      {data ? (
        <Card key={data.name} row={data} onForm={setOpened} onClose={onClose} onOpen={onOpen} />
      ) : error ? (
        <ErrorState error={error} retry={() => void refetch()} />
      ) : (
        <Skeleton h={240} />
      )}
    </Drawer>
  );
}

interface CardProps {
  row: Interaction;
  onForm: (opened: Opened) => void;
  onClose: () => void;
  onOpen: (name: string) => void;
}

function Card({ row, onForm, onClose, onOpen }: CardProps) {
  const { t } = useTranslation();
  const can = useCan();
  const moment = useMoment();
  return (
    <Stack gap="md">
      <Group gap={8}>
        <StateTag row={row} />
        <Tag>{row.kind_display_name}</Tag>
        {row.direction && <Tag>{t(`enums.Interaction.Direction.${row.direction}`)}</Tag>}
        <span className="num">{moment(row.start_time)}</span>
      </Group>
      {can('interactions.update') && <Process row={row} />}
      <Group gap={8}>
        <CreateMenu row={row} onForm={onForm} />
        {can('interactions.create') && (
          <Button
            size="compact-md"
            variant="default"
            leftSection={<IconArrowForwardUp size={16} />}
            onClick={() => onForm('follow')}
          >
            {t('interactions.follow')}
          </Button>
        )}
        <MoreMenu row={row} onForm={onForm} onGone={onClose} />
      </Group>
      <Details row={row} />
      <People row={row} />
      <Chain row={row} onOpen={onOpen} />
    </Stack>
  );
}

/** It is looked after, or somebody shall do so later. */
function Process({ row }: { row: Interaction }) {
  const { t } = useTranslation();
  const moment = useMoment();
  const [result, setResult] = useState(row.result);
  const process = useChange(processInteraction);
  const reopen = useChange(reopenInteraction);
  const again = (
    <Button
      size="compact-md"
      variant="default"
      leftSection={<IconRotate2 size={16} />}
      loading={reopen.isPending}
      onClick={() => reopen.mutate(row.name, { onError: toastError })}
    >
      {t('interactions.reopen')}
    </Button>
  );
  if (row.state === 'PROCESSED') {
    const { processed_by_display_name: who, process_time: time } = row;
    return (
      <Group gap={8}>
        <span className={s.muted}>{t('interactions.processedBy', { who, time: moment(time) })}</span>
        {again}
      </Group>
    );
  }
  const send = () =>
    process.mutate(
      { name: row.name, etag: row.etag, result },
      { onError: toastError, onSuccess: () => toastDone(t('interactions.processed', { topic: row.topic })) },
    );
  return (
    <Stack gap="xs">
      <Textarea
        autosize
        minRows={1}
        label={t('interactions.result')}
        value={result}
        onChange={(event) => setResult(event.currentTarget.value)}
      />
      <Group gap={8}>
        <Button
          size="compact-md"
          leftSection={<IconCheck size={16} />}
          loading={process.isPending}
          onClick={send}
        >
          {t('interactions.process')}
        </Button>
        <Postpone row={row} />
        {row.state === 'POSTPONED' && again}
      </Group>
    </Stack>
  );
}
