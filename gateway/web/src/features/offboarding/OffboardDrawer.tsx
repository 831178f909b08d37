import { Button, Drawer, MultiSelect, Radio, Select, Skeleton, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { watchJob } from '@/features/jobs';
import { managersQuery } from '@/features/managing';
import type { Schemas, User } from '@/shared/api/types';
import { errorText } from '@/shared/lib/errors';
import { count } from '@/shared/lib/format';
import { useUserOptions } from '@/shared/session/directory';
import { useCan, useProfile } from '@/shared/session/session';
import { ErrorState } from '@/shared/ui/ErrorState';
import { toastDone } from '@/shared/ui/toast';
import { previewQuery, type Rule, salesPreviewQuery, useFirstSightOfJob, useOffboard } from './api';
import s from './Offboard.module.css';

type Preview = Schemas['PreviewHandOverResponse'];
type Sales = Schemas['PreviewSalesHandOverResponse'];

interface Props {
  user: User;
  onClose: () => void;
}

const RULES: readonly Rule[] = ['ONE', 'ROUND_ROBIN', 'HEAD', 'SEGMENT'];

/** Parts with a colleague: what he would leave, to whom it goes, and what ends at once. */
export function OffboardDrawer({ user, onClose }: Props) {
  const { t } = useTranslation();
  const preview = useQuery(previewQuery(user.name));
  const sales = useQuery({ ...salesPreviewQuery(user.name), enabled: useCan()('deals.read') });
  const [rule, setRule] = useState<Rule>('ONE');
  const [heirs, setHeirs] = useState<string[]>([]);
  const [chosen, setChosen] = useState<Record<string, string>>({});
  const managers = useQuery({ ...managersQuery, enabled: rule === 'SEGMENT' }).data;
  // Who looks after a segment is offered first.
  const bySegment = Object.fromEntries(
    (preview.data?.segments ?? []).map(({ segment }) => {
      const keeper = managers?.find(
        (one) => one.active && one.user !== user.name && one.segments.includes(segment),
      );
      return [segment, chosen[segment] ?? keeper?.user ?? ''];
    }),
  );
  const offboard = useOffboard();
  const firstSight = useFirstSightOfJob();
  const me = useProfile().user.name;
  const name = user.display_name;
  const segments = Object.entries(bySegment).filter(([, successor]) => successor);
  const ready =
    rule === 'HEAD' ||
    (heirs.length > 0 && (rule !== 'SEGMENT' || segments.length > 0)) ||
    (empty(preview.data) && !sales.isFetching && nothing(sales.data));
  const choose = (value: string) => {
    setRule(value as Rule);
    if (value !== 'ROUND_ROBIN') setHeirs((all) => all.slice(0, 1));
  };
  const submit = () => {
    const plan = {
      rule,
      // Of who has nothing nobody is asked for; what turns up later goes to who parts with him.
      successors: rule === 'HEAD' ? [] : heirs.length > 0 ? heirs : [me],
      segments: rule === 'SEGMENT' ? segments.map(([segment, successor]) => ({ segment, successor })) : [],
    };
    offboard.mutate(
      { user, plan },
      {
        onSuccess: (done) => {
          toastDone(t('offboard.done', { name }));
          onClose();
          for (const service of ['counterparties', 'deals'] as const) {
            void firstSight(`jobs/${service}/${done.hand_over}`).then((job) => {
              if (job) watchJob(job, t(`offboard.job.${service}`, { name }));
            });
          }
        },
      },
    );
  };
  return (
    <Drawer
      opened
      onClose={onClose}
      size={520}
      title={t('offboard.title', { name })}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      <Stack gap="md">
        {preview.isPending || sales.isLoading ? (
          <Skeleton h={120} />
        ) : preview.data ? (
          <Left user={user} preview={preview.data} sales={sales.data} />
        ) : (
          <ErrorState error={preview.error} retry={() => void preview.refetch()} />
        )}
        <Radio.Group label={t('offboard.toWhom')} value={rule} onChange={choose}>
          <Stack gap={8} mt={8}>
            {RULES.filter((one) => one !== 'SEGMENT' || preview.data?.segments.length).map((one) => (
              <Radio
                key={one}
                size="sm"
                value={one}
                label={t(`offboard.rules.${one}`)}
                description={t(`offboard.ruleHints.${one}`)}
              />
            ))}
          </Stack>
        </Radio.Group>
        {rule === 'SEGMENT' &&
          preview.data?.segments.map((one) => (
            <Heirs
              key={one.segment}
              single
              label={`${one.display_name} · ${count(one.count)}`}
              without={user.name}
              value={bySegment[one.segment] ? [bySegment[one.segment]!] : []}
              onChange={(next) => setChosen({ ...chosen, [one.segment]: next[0] ?? '' })}
            />
          ))}
        {rule !== 'HEAD' && (
          <Heirs
            single={rule !== 'ROUND_ROBIN'}
            label={t(rule === 'SEGMENT' ? 'offboard.rest' : 'offboard.heirs')}
            without={user.name}
            value={heirs}
            onChange={setHeirs}
          />
        )}
        <section className={s.warning}>
          <b>{t('offboard.atOnce')}</b>
          <p>{t('offboard.atOnceText', { name })}</p>
        </section>
        {offboard.error && (
          <div className={s.error} role="alert">
            {errorText(offboard.error)}
          </div>
        )}
        <div className={s.foot}>
          <Button variant="default" onClick={onClose}>
            {t('ui.cancel')}
          </Button>
          <Button color="red" disabled={!ready} loading={offboard.isPending} onClick={submit}>
            {t('offboard.confirm')}
          </Button>
        </div>
      </Stack>
    </Drawer>
  );
}

const empty = (preview: Preview | undefined) =>
  preview !== undefined && preview.owned + preview.put_away + preview.participating === 0;

const nothing = (sales: Sales | undefined) => !sales || Object.values(sales).every((one) => one === 0);

/** What of sales there is is told; what there is none of is not. */
const salesFacts = (sales: Sales | undefined) =>
  Object.entries(sales ?? {})
    .filter(([, value]) => value > 0)
    .map(([key, value]): [string, number] => [key === 'participating' ? 'sales_participating' : key, value]);

function Left({ user, preview, sales }: { user: User; preview: Preview; sales: Sales | undefined }) {
  const { t } = useTranslation();
  if (empty(preview) && nothing(sales)) return <p className={s.text}>{t('offboard.nothing')}</p>;
  const facts: [string, number][] = [
    ['owned', preview.owned],
    ['existing', preview.existing],
    ['potential', preview.potential],
    ['participating', preview.participating],
    ['putAway', preview.put_away],
    ...salesFacts(sales),
  ];
  return (
    <section aria-label={t('offboard.leaves')}>
      <dl className={s.facts}>
        {facts.map(([key, value]) => (
          <div key={key} className={s.fact}>
            <dt>{t(`offboard.counts.${key}`)}</dt>
            <dd>{count(value)}</dd>
          </div>
        ))}
      </dl>
      {preview.segments.length > 0 && (
        <p className={s.text}>
          {preview.segments
            .slice(0, 8)
            .map((one) => `${one.display_name}: ${count(one.count)}`)
            .join(' · ')}
        </p>
      )}
      <Link className={s.text} to="/counterparties" search={{ owner: [user.name] }}>
        {t('offboard.show')}
      </Link>
    </section>
  );
}

interface HeirsProps {
  label: string;
  single: boolean;
  without: string;
  value: string[];
  onChange: (value: string[]) => void;
}

function Heirs({ label, single, without, value, onChange }: HeirsProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const options = useUserOptions(typed, value).filter((one) => one.value !== without);
  const search = (text: string) => setTyped(options.some((one) => one.label === text) ? '' : text);
  const shared = {
    label,
    searchable: true,
    data: options,
    filter: <T,>({ options: all }: { options: T }) => all,
    onSearchChange: search,
    nothingFoundMessage: t('ui.nothing'),
    placeholder: value.length ? undefined : t('offboard.choose'),
  };
  return single ? (
    <Select {...shared} value={value[0] ?? null} onChange={(next) => onChange(next ? [next] : [])} />
  ) : (
    <MultiSelect {...shared} value={value} onChange={onChange} />
  );
}
