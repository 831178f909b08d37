import { Button, Checkbox, Group, Modal, Skeleton, Stack, Text } from '@mantine/core';
import { IconFlag, IconPlayerStop } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { workQuery } from '@/features/works/api';
import { total } from '@/features/works/tree/api';
import { RollupBar } from '@/features/works/tree/RollupBar';
import { Tree } from '@/features/works/tree/Tree';
import { idOf } from '@/shared/api/client';
import { useCan } from '@/shared/session/session';
import { ErrorState } from '@/shared/ui/ErrorState';
import { NoRight } from '@/shared/ui/NoRight';
import { PageHead } from '@/shared/ui/PageHead';
import { Tag } from '@/shared/ui/Tag';
import { type Campaign, type CampaignStep, campaignQuery, useEndCampaign } from './api';
import s from './Campaigns.module.css';
import { useLiveCampaigns } from './useLiveCampaigns';

export function CampaignPage() {
  const can = useCan();
  const { id } = useParams({ from: '/campaigns/$id' });
  const campaign = useQuery(campaignQuery(`campaigns/${id}`));
  useLiveCampaigns();
  if (!can('works.read')) return <NoRight permission="works.read" />;
  if (campaign.isPending) return <Skeleton h={320} m={20} radius={12} />;
  if (!campaign.data) return <ErrorState error={campaign.error} retry={() => void campaign.refetch()} />;
  return <Card campaign={campaign.data} />;
}

function Card({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation();
  const can = useCan();
  const [ending, setEnding] = useState(false);
  const root = useQuery({ ...workQuery(campaign.root), retry: false }).data;
  const open = campaign.state === 'OPEN';
  return (
    <div className="page">
      <PageHead
        title={campaign.display_name}
        aside={
          <Tag color={open ? 'blue' : 'gray'}>{t(`enums.Campaign.State.${open ? 'OPEN' : 'ENDED'}`)}</Tag>
        }
      >
        <Button
          variant="default"
          leftSection={<IconFlag size={16} />}
          renderRoot={(props) => <Link to="/works/$id" params={{ id: idOf(campaign.root) }} {...props} />}
        >
          {t('campaigns.root')}
        </Button>
        {open && can('works.assign') && (
          <Button
            variant="default"
            leftSection={<IconPlayerStop size={16} />}
            onClick={() => setEnding(true)}
          >
            {t('campaigns.end')}
          </Button>
        )}
      </PageHead>
      <div className={s.list}>
        <p className={s.leader}>
          {t('campaigns.leader')}: {campaign.owner_display_name}
        </p>
        <ol className={s.steps} aria-label={t('campaigns.steps')}>
          {campaign.steps.map((step, at) => (
            <Step key={step.id} step={step} at={at} campaign={campaign} />
          ))}
        </ol>
        {root && (
          <section className="card" aria-label={t('campaigns.works')}>
            <Tree work={root} />
          </section>
        )}
      </div>
      {ending && <End campaign={campaign} onClose={() => setEnding(false)} />}
    </div>
  );
}

function Step({ step, at, campaign }: { step: CampaignStep; at: number; campaign: Campaign }) {
  const { t } = useTranslation();
  const before = campaign.steps.find(({ id }) => id === step.after_step);
  const rollup = campaign.progress.find((each) => each.step === step.id)?.rollup;
  const sign = step.after_sign ? ` ${step.after_sign === 'PLUS' ? '+' : '−'}` : '';
  return (
    <li className={`card ${s.step}`}>
      <span className={s.number}>{at + 1}</span>
      <span className={s.name}>
        <b>{step.display_name}</b>
        <span className={s.about}>
          {before ? t('campaigns.after', { step: before.display_name + sign }) : t('campaigns.begins')}
        </span>
      </span>
      <span>
        {rollup && total(rollup) > 0 ? (
          <RollupBar rollup={rollup} label={step.display_name} />
        ) : (
          <span className={s.about}>{t('campaigns.noWorks')}</span>
        )}
      </span>
    </li>
  );
}

function End({ campaign, onClose }: { campaign: Campaign; onClose: () => void }) {
  const { t } = useTranslation();
  const [cancel, setCancel] = useState(true);
  const end = useEndCampaign();
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('campaigns.ending', { campaign: campaign.display_name })}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      <Stack gap="md">
        <Text size="sm">{t('campaigns.endingHint')}</Text>
        <Checkbox
          label={t('campaigns.cancelWorks')}
          checked={cancel}
          onChange={(event) => setCancel(event.currentTarget.checked)}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('ui.cancel')}
          </Button>
          <Button
            color="red"
            loading={end.isPending}
            onClick={() =>
              end.mutate(
                { name: campaign.name, etag: campaign.etag, cancel_works: cancel },
                { onSuccess: onClose },
              )
            }
          >
            {t('campaigns.end')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
