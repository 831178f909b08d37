import { Button, Group, Menu, TextInput } from '@mantine/core';
import { IconCalendarTime } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useZone } from '@/features/works/useZone';
import { daysLater, todayIn } from '@/shared/lib/dates';
import { instantIn } from '@/shared/lib/zones';
import { DateInput } from '@/shared/ui/fields/DateInput';
import { toastDone, toastError } from '@/shared/ui/toast';
import { type Interaction, postponeInteraction, useChange } from './api';
import { useMoment } from './useMoment';

const MORNING = '09:00';

/** Among the unprocessed again at another time: a usual one, or whatever is said. */
export function Postpone({ row }: { row: Interaction }) {
  const { t } = useTranslation();
  const zone = useZone();
  const shown = useMoment();
  const [own, setOwn] = useState<{ date: string; time: string }>();
  const postpone = useChange(postponeInteraction);
  const until = (moment: Date) => {
    if (Number.isNaN(moment.getTime())) return;
    postpone.mutate(
      { name: row.name, etag: row.etag, until_time: moment.toISOString() },
      {
        onError: toastError,
        onSuccess: ({ waiting_time: time }) => {
          setOwn(undefined);
          toastDone(t('interactions.postponed', { time: shown(time) }));
        },
      },
    );
  };
  const morning = (days: number) => instantIn(zone, daysLater(todayIn(zone), days), MORNING);
  const choices: [string, () => Date][] = [
    ['hour', () => new Date(Date.now() + 3_600_000)],
    ['tomorrow', () => morning(1)],
    ['week', () => morning(7)],
  ];
  return (
    <>
      <Menu position="bottom-start">
        <Menu.Target>
          <Button
            size="compact-md"
            variant="default"
            leftSection={<IconCalendarTime size={16} />}
            loading={postpone.isPending}
          >
            {t('interactions.postpone')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {choices.map(([key, moment]) => (
            <Menu.Item key={key} onClick={() => until(moment())}>
              {t(`interactions.later.${key}`)}
            </Menu.Item>
          ))}
          <Menu.Item onClick={() => setOwn({ date: daysLater(todayIn(zone), 1), time: MORNING })}>
            {t('interactions.later.own')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {own && (
        <Group gap={8} align="end">
          <DateInput
            w={140}
            label={t('interactions.day')}
            value={own.date}
            onChange={(date) => setOwn({ ...own, date })}
          />
          <TextInput
            type="time"
            label={t('interactions.time')}
            value={own.time}
            onChange={(event) => setOwn({ ...own, time: event.currentTarget.value })}
          />
          <Button loading={postpone.isPending} onClick={() => until(instantIn(zone, own.date, own.time))}>
            {t('interactions.postpone')}
          </Button>
        </Group>
      )}
    </>
  );
}
