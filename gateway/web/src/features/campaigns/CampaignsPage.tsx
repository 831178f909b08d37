import { Button, SegmentedControl, Skeleton } from '@mantine/core';
import { IconPlus, IconSpeakerphone } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MassDrawer } from '@/features/mass';
import { templatesQuery } from '@/features/mass/api';
import { rollupsQuery } from '@/features/works/tree/api';
import { RollupBar } from '@/features/works/tree/RollupBar';
import { idOf } from '@/shared/api/client';
import { date } from '@/shared/lib/format';
import { useCan } from '@/shared/session/session';
import { EmptyState } from '@/shared/ui/EmptyState';
import { ErrorState } from '@/shared/ui/ErrorState';
import { NoRight } from '@/shared/ui/NoRight';
import { PageHead } from '@/shared/ui/PageHead';
import { type CampaignState, campaignsQuery } from './api';
import s from './Campaigns.module.css';
import { useLiveCampaigns } from './useLiveCampaigns';

export function CampaignsPage() {
  const can = useCan();
  return can('works.read') ? <Campaigns /> : <NoRight permission="works.read" />;
}

function Campaigns() {
  const { t } = useTranslation();
  const can = useCan();
  const [state, setState] = useState<CampaignState>('OPEN');
  const [starting, setStarting] = useState(false);
  useLiveCampaigns();
  return (
    <div className="page">
      <PageHead title={t('campaigns.title')}>
        {can('works.assign') && (
          <Button leftSection={<IconPlus size={16} />} onClick={() => setStarting(true)}>
            {t('campaigns.create')}
          </Button>
        )}
      </PageHead>
      <div className={s.filters}>
        <SegmentedControl
          aria-label={t('campaigns.states')}
          value={state}
          onChange={(next) => setState(next as CampaignState)}
          data={(['OPEN', 'ENDED'] as const).map((value) => ({
            value,
            label: t(`campaigns.state.${value}`),
          }))}
        />
      </div>
      <List state={state} />
      <Suspense>{starting && <MassDrawer only="campaign" onClose={() => setStarting(false)} />}</Suspense>
    </div>
  );
}

function List({ state }: { state: CampaignState }) {
  const { t } = useTranslation();
  const found = useInfiniteQuery(campaignsQuery(state));
  const campaigns = found.data?.pages.flatMap((page) => page.campaigns) ?? [];
  const rollups = useQuery(rollupsQuery(campaigns.map(({ root }) => root).slice(-200))).data;
  const { data: templates = [] } = useQuery(templatesQuery);
  if (found.isPending) return <Skeleton h={220} m={20} radius={12} />;
  if (found.isError && campaigns.length === 0)
    return <ErrorState error={found.error} retry={() => void found.refetch()} />;
  if (campaigns.length === 0)
    return (
      <EmptyState
        icon={IconSpeakerphone}
        title={t(`campaigns.nothing.${state}`)}
        hint={t('campaigns.nothingHint')}
      />
    );
  return (
    <div className={s.list}>
      <ul className={`card ${s.campaigns}`}>
        {campaigns.map((each) => (
          <li key={each.name} className={s.campaign}>
            <span className={s.name}>
              <Link className="link" to="/campaigns/$id" params={{ id: idOf(each.name) }}>
                {each.display_name}
              </Link>
              <span className={s.about}>
                {templates.find(({ name }) => name === each.template)?.display_name}
              </span>
            </span>
            <span className={s.who}>{each.owner_display_name}</span>
            <span className="num">{each.create_time && date(each.create_time)}</span>
            <span>
              {rollups?.get(each.root) && (
                <RollupBar
                  rollup={rollups.get(each.root) as NonNullable<ReturnType<typeof rollups.get>>}
                  label={each.display_name}
                />
              )}
            </span>
          </li>
        ))}
      </ul>
      {found.hasNextPage && (
        <Button
          variant="subtle"
          loading={found.isFetchingNextPage}
          onClick={() => void found.fetchNextPage()}
        >
          {t('tree.more')}
        </Button>
      )}
    </div>
  );
}
